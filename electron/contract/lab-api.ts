/** The lab's part of the tables in api.ts. Its pictures are in lab-views.ts. */
import * as v from "valibot";
import * as lab from "./lab-schemas.ts";
import type {
  LabAnomaliesResult,
  LabCollectResult,
  LabId,
  LabItem,
  LabMapResult,
  LabMetrics,
} from "./lab-values.ts";
import { id } from "./schemas.ts";
import { call, event } from "./spec.ts";
import type { LossPoint } from "./training-values.ts";

const one = v.object({ id });

export const labCalls = {
  /** One run learns at a time, and none beside a training. */
  "lab.start": call(v.object({ plan: lab.plan })).answers<LabId>(),
  /** Ends the run that learns, and keeps what was learnt. */
  "lab.stop": call(one).answers<null>(),
  /** Goes on with a run that failed, where it was broken off. */
  "lab.resume": call(one).answers<null>(),
  /** Removes a run and all that it wrote, also while it learns. */
  "lab.discard": call(one).answers<null>(),
  /** The loss from the beginning until now. */
  "lab.history": call(one).answers<readonly LossPoint[]>(),
  /** Where pictures lie in the latent space. */
  "lab.map": call(lab.map).answers<LabMapResult>(),
  /** Which pictures are unlike those that were learnt from; the threshold is from the held-out ones. */
  "lab.anomalies": call(lab.anomalies).answers<LabAnomaliesResult>(),
  /** Pictures of a run's source, or of another, are copied or moved into a folder. */
  "lab.collect": call(lab.collect).answers<LabCollectResult>(),
  /** Trains classifiers with ever more labels; what comes of it is the run's `labels`. */
  "lab.labels": call(lab.labels).answers<null>(),
  /** Ends that; points that are known stay. */
  "lab.stopLabels": call(one).answers<null>(),
} as const;

export const labEvents = {
  /** A run that is new or has changed, whole. */
  "lab.changed": event<LabItem>(),
  "lab.removed": event<LabId>(),
  /** At most five times a second. */
  "lab.metrics": event<LabMetrics>(),
} as const;
