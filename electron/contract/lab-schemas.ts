/** What the parameters about the lab must look like. */
import * as v from "valibot";
import { CORRUPTIONS, corruptions } from "../../models/lab/corrupt.ts";
import {
  type ReconstructionLoss,
  reconstructionLosses,
} from "../../models/lab/losses.ts";
import { AUTOENCODER_KINDS } from "../../models/networks/autoencoders/table.ts";
import { ANOMALY_SCORES, MAP_METHODS } from "../services/api-lab.ts";
import { COLLECTINGS } from "../services/api-lab-uses.ts";
import type { LabPlan } from "./lab-values.ts";
import { budget, device, id, name, path, whole } from "./schemas.ts";

const weight = v.pipe(v.number(), v.minValue(0), v.maxValue(1000));
const code = v.pipe(v.array(v.number()), v.maxLength(100_000));

const corruption = v.nullable(
  v.pipe(
    v.object({
      kind: v.picklist(CORRUPTIONS),
      amount: v.pipe(v.number(), v.minValue(0)),
    }),
    v.check(({ kind, amount }) => amount <= corruptions[kind].largest),
  ),
);

const RECONSTRUCTIONS = Object.keys(
  reconstructionLosses,
) as ReconstructionLoss[];

const classes = v.pipe(v.array(name), v.maxLength(1000));

export const pictures = {
  source: path,
  /** Edge in pixels. */
  size: v.nullable(whole(4, 256)),
  grey: v.boolean(),
};

export const plan = v.object({
  ...pictures,
  without: classes,
  network: v.picklist(AUTOENCODER_KINDS),
  latent: whole(1, 100_000),
  widths: v.nullable(v.pipe(v.array(whole(1, 10_000)), v.maxLength(8))),
  corruption,
  /** Runs of the first version did not say so. */
  greedy: v.optional(v.boolean(), false),
  reconstruction: v.nullable(v.picklist(RECONSTRUCTIONS)),
  ...{ beta: weight, sparse: weight, contractive: weight },
  walk: v.optional(whole(0, 1000), 0),
  budget,
  seed: whole(0, 2 ** 31),
  device,
}) satisfies v.GenericSchema<unknown, LabPlan>;

const limit = whole(1, 5000);
/** Of a run; of its own source where none is named. */
const some = {
  id,
  source: v.nullable(path),
  part: v.picklist(["all", "training", "held-out"]),
};

export const map = v.object({
  ...some,
  limit,
  method: v.nullable(v.picklist(MAP_METHODS)),
});

export const anomalies = v.object({
  ...some,
  score: v.picklist(ANOMALY_SCORES),
  percentile: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  anomalous: classes,
});

export const collect = v.object({
  ...{ id, source: some.source },
  pictures: v.pipe(v.array(path), v.maxLength(1_000_000)),
  how: v.picklist(COLLECTINGS),
  folder: path,
});

export const labels = v.object({
  id,
  counts: v.pipe(v.array(whole(1, 1_000_000)), v.minLength(1), v.maxLength(20)),
  seeds: whole(1, 20),
  steps: whole(1, 100_000),
  frozen: v.boolean(),
});

const strength = v.pipe(v.number(), v.minValue(-100), v.maxValue(100));
const group = v.object({
  classes,
  pictures: v.pipe(v.array(path), v.maxLength(5000)),
});

/** What is asked for as pictures, by name. */
export const views = {
  source: v.object({ ...pictures, limit }),
  snapshot: v.object({ id }),
  rebuilt: v.object({
    ...some,
    limit,
    corruption,
    names: v.nullable(v.pipe(v.array(path), v.maxLength(5000))),
  }),
  /** Codes, or so many draws from the prior. */
  decoded: v.object({
    id,
    codes: v.nullable(v.pipe(v.array(code), v.maxLength(5000))),
    count: limit,
    seed: whole(0, 2 ** 31),
  }),
  compressed: v.object({ id, limit }),
  arithmetic: v.object({
    ...some,
    ...{ add: group, subtract: group, to: path },
    strengths: v.pipe(v.array(strength), v.maxLength(100)),
  }),
  filters: v.object({ id, limit }),
  features: v.object({
    ...some,
    picture: v.nullable(path),
    units: whole(1, 1000),
    strongest: whole(0, 100),
    limit,
  }),
} as const;
