/** What the parameters of calls must look like: nothing that an interface sends is trusted. */
import * as v from "valibot";
import type { TrainingReport } from "../../models/training/report.ts";
import { WRITABLE } from "../codecs/formats.ts";
import { level, look } from "../codecs/metadata/processing-schema.ts";
import {
  BUDGET_RANGES,
  fits,
  SEED_RANGE,
  SETTING_NAMES,
  SETTING_RANGES,
  type SettingName,
  type SettingRange,
  type TrainingSettings,
} from "../../models/training/settings.ts";
import type { DeviceId } from "../services/api.ts";
import type { TrainingPlan } from "./training-values.ts";
import type {
  DenoiseSettings,
  Integrity,
  ModelAdapter,
  SaveRules,
  Settings,
} from "./values.ts";

/** An id of an image or a job: made by the services, never part of a path. */
export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

export const path = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.check((text) => !text.includes("\0")),
);

/** The name of a model or a preset, as people write it. */
export const name = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(80),
);

export { level };

const length = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
const place = v.pipe(v.number(), v.minValue(-1e6), v.maxValue(1e6));

export const rect = v.object({
  x: place,
  y: place,
  width: length,
  height: length,
});

export const denoiseSettings = v.object({
  model: name,
  ...look,
}) satisfies v.GenericSchema<DenoiseSettings>;

const quality = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100));

export const saveRules = v.object({
  folder: v.nullable(path),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  format: v.picklist(["keep", ...WRITABLE]),
  bitDepth: v.picklist(["keep", 8, 10, 12, 16]),
  quality,
  subsampling: v.exactOptional(v.picklist(["auto", "4:4:4", "4:2:0"])),
  progressive: v.exactOptional(v.boolean()),
  compression: v.exactOptional(v.picklist(["none", "lzw", "deflate"])),
  metadata: v.picklist(["keep", "no-location", "none"]),
  existing: v.picklist(["number", "overwrite", "skip", "fail"]),
}) satisfies v.GenericSchema<SaveRules>;

const range = v.nullable(v.picklist([1, 255]));

export const modelAdapter = v.object({
  channels: v.picklist([1, 3]),
  range,
  noise: v.union([
    v.object({ kind: v.literal("none") }),
    v.object({ kind: v.picklist(["map", "scalar"]), range }),
  ]),
  multiple: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)),
  margin: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(512)),
  output: v.nullable(v.picklist(["image", "noise"])),
}) satisfies v.GenericSchema<ModelAdapter>;

export const integrity = v.object({
  identity: v.number(),
  meanShift: v.number(),
  seam: v.number(),
  monotonic: v.nullable(v.boolean()),
  gain: v.number(),
  passed: v.boolean(),
}) satisfies v.GenericSchema<Integrity>;

const decibels = v.nullable(v.number());

export const trainingReport = v.object({
  measure: v.picklist(["psnr", "none"]),
  against: v.string(),
  photographs: v.number(),
  noisy: decibels,
  base: decibels,
  trained: decibels,
  gain: v.nullable(
    v.object({ mean: v.number(), low: v.number(), high: v.number() }),
  ),
  verdict: v.picklist(["better", "worse", "even", "unjudged"]),
  blind: v.exactOptional(
    v.object({ trained: v.number(), base: v.number(), same: v.number() }),
  ),
}) satisfies v.GenericSchema<TrainingReport>;

const DEVICES = [
  "cpu",
  "webgpu",
  "cuda",
  "directml",
  "coreml",
  "tensorflow",
] as const satisfies readonly DeviceId[];

export const device = v.picklist(["auto", ...DEVICES]);

export const settings = v.object({
  language: v.picklist(["system", "en", "es"]),
  theme: v.picklist(["system", "light", "dark"]),
  device,
  memoryLimit: v.pipe(v.number(), v.minValue(500), v.maxValue(1e6)),
  models: v.object({ white: name, correlated: name }),
  save: saveRules,
  defaults: denoiseSettings,
  presets: v.pipe(
    v.array(v.object({ name, settings: denoiseSettings })),
    v.maxLength(200),
  ),
}) satisfies v.GenericSchema<Settings>;

export const whole = (from: number, to: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** Side of a place that is shown in full size, in pixels. */
export const cropEdge = whole(16, 1024);

export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const count = whole(0, 1000);

const within = (range: SettingRange) =>
  v.pipe(
    v.number(),
    v.check((value) => fits(value, range)),
  );

export const budget = v.union([
  v.object({ minutes: within(BUDGET_RANGES.minutes) }),
  v.object({ steps: within(BUDGET_RANGES.steps) }),
]);

export const trainingPlan = v.object({
  folder: path,
  data: v.picklist(["auto", "clean", "pairs", "burst", "noisy"]),
  like: v.nullable(path),
  network: v.picklist(["fast", "best"]),
  base: name,
  noise: v.picklist(["awgn", "photo"]),
  budget,
  seed: within(SEED_RANGE),
  device,
  settings: v.custom<TrainingSettings>(isSettings),
}) satisfies v.GenericSchema<unknown, TrainingPlan>;

/** Within the ranges that the recipe allows. */
function isSettings(value: unknown): boolean {
  const known = new Set<string>(SETTING_NAMES);
  return (
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(
      ([setting, wish]) =>
        known.has(setting) &&
        fits(wish, SETTING_RANGES[setting as SettingName]),
    )
  );
}
