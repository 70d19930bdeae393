/** What the lines of a ledger hold: a header, one line for each image, and then what happened, as it happened. */
import * as v from "valibot";
import { ERROR_CODES } from "../../../models/errors.ts";
import type { Notice } from "../../codecs/codec.ts";
import {
  denoiseSettings,
  id,
  path,
  saveRules,
} from "../../contract/schemas.ts";
import type { NoiseReport } from "../api.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const content = v.object({ bytes: count, sha256: v.string() });

const error = v.object({
  code: v.picklist(ERROR_CODES),
  message: v.string(),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
});

const notices = v.array(v.custom<Notice>((value) => typeof value === "string"));

export const header = v.object({
  format: v.literal("nitido-save"),
  version: v.literal(1),
  id,
  /** Milliseconds since 1970. */
  created: v.number(),
  rules: saveRules,
  /** How many lines of items follow. */
  items: count,
});

/** One image and what was decided for it when the job was begun. */
export const item = v.object({
  image: id,
  path: v.string(),
  /** Size and time of change of the original: whether it is still the same. Absent if it was missing. */
  bytes: v.optional(count),
  modified: v.optional(v.number()),
  /** The model may be a file. */
  settings: v.object({ ...denoiseSettings.entries, model: path }),
  /** Where it was known. */
  megapixels: v.optional(v.number()),
  /** Path of the result; when it was planned, no file had it, unless the rules let it be replaced. */
  output: v.nullable(v.string()),
  /** The path before numbers were added, from which others are made. */
  base: v.nullable(v.string()),
  /** Why it could not be planned; it is reported, and nothing is written. */
  error: v.optional(error),
  /** Names everything but the original that decides what the result holds. */
  recipe: v.optional(v.string()),
  /** An earlier result of ours, which may be replaced if nobody has changed it. */
  replaces: v.optional(content),
});

/** Of a result. */
const facts = {
  notices,
  megapixels: v.number(),
  seconds: v.number(),
};

/** The work on a result begins, in a temporary folder beside it. */
const started = v.object({
  event: v.literal("started"),
  item: count,
  output: v.string(),
  staging: v.string(),
});

/** The result is complete in the temporary folder and is about to get its name. Its content tells it from any other file. */
const written = v.object({
  event: v.literal("written"),
  item: count,
  output: v.string(),
  staging: v.string(),
  ...content.entries,
  /** Of the original. */
  source: v.optional(v.string()),
  ...facts,
  /** How it was made. */
  model: v.string(),
  device: v.string(),
  noise: v.custom<NoiseReport>((value) => typeof value === "object"),
});

/** Nothing more is to be done for this image. */
const ended = v.object({
  event: v.literal("ended"),
  item: count,
  status: v.picklist(["done", "failed", "skipped"]),
  output: v.nullable(v.string()),
  error: v.optional(error),
  ...facts,
});

/** What people asked for. */
const asked = v.object({
  event: v.picklist(["paused", "resumed", "cancelled"]),
});

/** What an earlier run made of a photograph that this one is not about. */
const known = v.object({ event: v.literal("known"), of: item, made: written });

/** A temporary folder of an earlier run, which may come back: the engine of a killed process writes on for a moment. */
const abandoned = v.object({
  event: v.literal("abandoned"),
  staging: v.string(),
});

export const entry = v.variant("event", [
  abandoned,
  started,
  written,
  ended,
  asked,
  known,
]);

export type LedgerHeader = v.InferOutput<typeof header>;
export type LedgerItem = v.InferOutput<typeof item>;
export type Written = v.InferOutput<typeof written>;
export type Known = v.InferOutput<typeof known>;
export type Ended = v.InferOutput<typeof ended>;
/** What happened to one image. */
export type FileEntry = v.InferOutput<typeof started> | Written | Ended;
export type LedgerEntry = v.InferOutput<typeof entry>;
