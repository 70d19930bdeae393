/**
 * Pictures of the lab: posted for with a small request, answered with a whole result, pixels and
 * all. The table has what each request must look like, and the type of its answer.
 */
import { decode, encode } from "@msgpack/msgpack";
import type * as v from "valibot";
import * as schema from "./lab-schemas.ts";
import type {
  LabArithmeticResult,
  LabCompressResult,
  LabDecodeResult,
  LabFeaturesResult,
  LabFiltersResult,
  LabRebuildResult,
  LabSnapshot,
  LabSourceResult,
} from "./lab-values.ts";
import { call } from "./spec.ts";

export const labViews = {
  /** A source before anything is learnt from it. */
  source: call(schema.views.source).answers<LabSourceResult>(),
  /** The newest of a run that learns; null when there is none yet. */
  snapshot: call(schema.views.snapshot).answers<LabSnapshot | null>(),
  rebuilt: call(schema.views.rebuilt).answers<LabRebuildResult>(),
  decoded: call(schema.views.decoded).answers<LabDecodeResult>(),
  /** A run as a codec, beside JPEG. */
  compressed: call(schema.views.compressed).answers<LabCompressResult>(),
  /** What distinguishes two groups, added to a picture. */
  arithmetic: call(schema.views.arithmetic).answers<LabArithmeticResult>(),
  features: call(schema.views.features).answers<LabFeaturesResult>(),
  filters: call(schema.views.filters).answers<LabFiltersResult>(),
} as const;

type Views = typeof labViews;
export type LabViewName = keyof Views;
export type LabViewRequest<Name extends LabViewName> = v.InferOutput<
  Views[Name]["parameter"]
>;
export type LabViewAnswer<Name extends LabViewName> =
  NonNullable<Views[Name]["result"]> extends infer Result
    ? Result | (null extends Views[Name]["result"] ? null : never)
    : never;

/** Where the request is posted as JSON. */
export const labViewPath = (name: LabViewName): string => `/lab/${name}`;

export const packView = (answer: unknown): Uint8Array => encode(answer);
export const unpackView = (bytes: ArrayBuffer): unknown => decode(bytes);
