/** What travels about the lab, as types. Conventions as in values.ts. */
import type {
  LabFigures,
  LabReading,
  LabReadingProgress,
  LabTrainProgress,
  LabTrainRequest,
  LabTrainResult,
} from "../services/api-lab.ts";
import type { ErrorData } from "../services/api.ts";
import type { LabelPoint } from "../services/lab/label-curve.ts";

export type { LabelPoint, LabFigures, LabReading };
export type {
  AutoencoderKind,
  Corruption,
  PictureShape,
} from "../services/api-lab.ts";
export type {
  Compression,
  LabCompressResult,
} from "../services/api-lab-compress.ts";
export type {
  Collecting,
  LabArithmeticResult,
  LabCollectResult,
  LabGroup,
} from "../services/api-lab-uses.ts";
export type {
  AnomalyScore,
  LabAnomaliesResult,
  LabDecodeResult,
  LabMapResult,
  LabPart,
  MapMethod,
} from "../services/api-lab.ts";
export type {
  LabFiltersResult,
  LabRebuildResult,
  LabSourceResult,
} from "../services/api-lab-views.ts";

export type {
  LabFeaturesResult,
  LabLayer,
} from "../services/api-lab-features.ts";

export type LabId = string;

/** Everything that the person decides before a run starts. */
export type LabPlan = Omit<LabTrainRequest, "run" | "resume" | "overwrite">;

type Told<Kind extends LabTrainProgress["kind"]> = Omit<
  Extract<LabTrainProgress, { readonly kind: Kind }>,
  "kind"
>;

/** What was found out when the run began. */
export type LabFacts = Told<"started">;
/** The newest step. */
export type LabNow = Told<"step">;
/** What some held-out pictures are to the network at a step. */
export type LabSnapshot = Told<"snapshot">;

/** Mean squared error of the held-out pictures at a step. */
export interface LabErrorPoint {
  readonly step: number;
  readonly error: number;
}

export type LabOutcome = Pick<
  LabTrainResult,
  "steps" | "seconds" | "loss" | "figures"
>;

/** How well classifiers do by the number of labels, with and without the run's encoder. */
export interface LabLabels {
  /** Labelled pictures of each class. */
  readonly counts: readonly number[];
  /** How many draws of labelled pictures, and steps of each classifier. */
  readonly seeds: number;
  readonly steps: number;
  /** Whether the run's encoder stays as it is, and only the layers on it learn. */
  readonly frozen: boolean;
  /** Those that are known: of the first counts. */
  readonly points: readonly LabelPoint[];
  /** 0..1; null once it is over, or was stopped. */
  readonly fraction: number | null;
  readonly error?: ErrorData;
}

/** One run of the lab. */
export interface LabItem {
  readonly id: LabId;
  /** `measuring`: it has learnt, and its figures are computed. */
  readonly state: "preparing" | "running" | "measuring" | "ended" | "failed";
  /** When it was started, in milliseconds since 1970. */
  readonly started: number;
  readonly plan: LabPlan;
  /** While pictures are read. */
  readonly reading?: Omit<LabReadingProgress, "kind">;
  readonly facts?: LabFacts;
  readonly now?: LabNow;
  /** One for each snapshot. */
  readonly measured: readonly LabErrorPoint[];
  /** Set once it has ended. */
  readonly outcome?: LabOutcome;
  readonly labels?: LabLabels;
  /** Why it failed. */
  readonly error?: ErrorData;
}

/** What has happened since the last report. */
export interface LabMetrics {
  readonly id: LabId;
  readonly now: LabNow;
  readonly points: readonly { readonly step: number; readonly loss: number }[];
}
