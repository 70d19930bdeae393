/** What is kept of each photograph of a training folder: a line of its index. */
import * as v from "valibot";
import { ERROR_CODES } from "../../../../models/errors.ts";

const Unreadable = v.object({
  kind: v.literal("unreadable"),
  error: v.object({
    code: v.picklist(ERROR_CODES),
    message: v.string(),
    details: v.record(
      v.string(),
      v.union([v.string(), v.number(), v.boolean()]),
    ),
  }),
});

const Photograph = v.object({
  kind: v.literal("photograph"),
  width: v.number(),
  height: v.number(),
  bitDepth: v.picklist([8, 16]),
  /** The fingerprint, in hexadecimal. */
  levels: v.string(),
  /** Share of the pixels that are white, 0..1. */
  white: v.number(),
  camera: v.exactOptional(v.string()),
  iso: v.exactOptional(v.number()),
  /** Seconds since 1970, by the camera's clock. */
  taken: v.exactOptional(v.number()),
});

const Noise = v.object({
  /** The strongest channel's σ in 0..255 units. */
  sigma: v.number(),
  a: v.number(),
  b: v.number(),
  correlation: v.number(),
  correlated: v.boolean(),
  /** From how many pixels apart on it is independent; 1 for white noise. */
  length: v.number(),
});

const Alignment = v.object({
  /** The clean photograph, and its stamp when it was compared. */
  clean: v.string(),
  stamp: v.string(),
  x: v.number(),
  y: v.number(),
  correlation: v.number(),
  aligned: v.boolean(),
});

/** Of a frame to the first one of its burst. */
const FrameAlignment = v.object({
  first: v.string(),
  /** The first one's when they were compared. */
  stamp: v.string(),
  /** In pixels, with fractions. */
  x: v.number(),
  y: v.number(),
  aligned: v.boolean(),
});

/** Whether a photograph is a copy of one of the same second. */
const Exposure = v.object({
  /** The stamps of those that it was compared with. */
  among: v.string(),
  copy: v.boolean(),
});

export const Entry = v.object({
  /** Relative to the folder, with slashes. */
  file: v.string(),
  /** Size and time of change: a file with another stamp is looked at again. */
  stamp: v.string(),
  look: v.variant("kind", [Unreadable, Photograph]),
  /** Measured for a sample of the photographs. */
  noise: v.exactOptional(Noise),
  /** Of the noisy photograph of a pair. */
  alignment: v.exactOptional(Alignment),
  /** Of a frame of a burst. */
  frame: v.exactOptional(FrameAlignment),
  exposure: v.exactOptional(Exposure),
});

export type Look = v.InferOutput<typeof Entry>["look"];
export type PhotographLook = v.InferOutput<typeof Photograph>;
export type MeasuredNoise = v.InferOutput<typeof Noise>;
export type PairAlignment = v.InferOutput<typeof Alignment>;
export type FrameAlignment = v.InferOutput<typeof FrameAlignment>;
export type Entry = v.InferOutput<typeof Entry>;
