/** What an ONNX file that others made takes and returns, read off its declarations. */
import { NitidoError } from "../../../models/errors.ts";
import type { Size } from "../../../models/inference/adapted.ts";
import type { Adapter } from "../../../models/inference/adapter.ts";
import {
  ELEMENT,
  type ModelProto,
  type ValueInfoProto,
} from "../onnx/proto.ts";

export interface Signature {
  readonly image: string;
  readonly output: string;
  /** Of the image alone; null where any number is accepted. */
  readonly channels: 1 | 3 | null;
  /** The only size that is accepted; null where it is open. */
  readonly size: Size | null;
  readonly noise: NoiseInput;
}

export type NoiseInput =
  | { readonly kind: "none" }
  /** A map as the last channel of the image, as in DRUNet. */
  | { readonly kind: "concatenated" }
  | {
      readonly kind: "input";
      readonly name: string;
      readonly dims: Dims | null;
    };

/** Null for an extent that is open. */
type Dims = readonly (number | null)[];

const LARGEST = 4096;
const SMALLEST = 16;

/** Throws MODEL_UNSUITABLE when these are not the inputs and outputs of a denoiser. */
export function readSignature(model: ModelProto, file: string): Signature {
  const weights = new Set(model.graph.initializer.map(({ name }) => name));
  const inputs = model.graph.input.filter(({ name }) => !weights.has(name));
  const [output] = model.graph.output;
  const image = imageOf(inputs);
  if (!image || !output || inputs.length > 2)
    throw unsuitable(file, "inputs", {
      inputs: inputs.map(({ name }) => name).join(", "),
    });
  for (const { name, type } of [...inputs, output])
    if (type.tensorType.elemType !== ELEMENT.float)
      throw unsuitable(file, "type", { tensor: name });

  const [batch, total, height, width] = dimsOf(image) ?? [];
  if (width === 1 || width === 3) throw unsuitable(file, "layout");
  if (batch !== null && batch !== undefined && batch !== 1)
    throw unsuitable(file, "batch", { batch });
  if (total && total > 4) throw unsuitable(file, "channels", { total });
  const fixed = height && width ? { height, width } : null;
  for (const extent of [height, width])
    if (extent && (extent < SMALLEST || extent > LARGEST))
      throw unsuitable(file, "extent", { extent });

  const other = inputs.find((input) => input !== image);
  return {
    image: image.name,
    output: output.name,
    channels: total ? (total <= 2 ? 1 : 3) : null,
    size: fixed,
    noise: other
      ? { kind: "input", name: other.name, dims: dimsOf(other) }
      : { kind: total === 2 || total === 4 ? "concatenated" : "none" },
  };
}

/** Throws MODEL_UNSUITABLE when an adapter speaks of other inputs or sizes than the model has. */
export function requireFit(
  { channels, noise, size }: Signature,
  adapter: Adapter,
  file: string,
): void {
  const sameChannels = channels === null || channels === adapter.channels;
  const sameNoise = (noise.kind === "none") === (adapter.noise.kind === "none");
  const room =
    size === null || 4 * adapter.multiple <= Math.min(size.height, size.width);
  if (!sameChannels || !sameNoise || !room) throw unsuitable(file, "adapter");
}

/** The error of a model that cannot be used here: `kind` selects the text that says why. */
export function unsuitable(
  file: string,
  kind: string,
  details: Readonly<Record<string, string | number>> = {},
): NitidoError {
  return new NitidoError("MODEL_UNSUITABLE", { ...details, model: file, kind });
}

/** Of two inputs of rank 4, the one with colours, or the one that is not called after noise. */
function imageOf(
  inputs: readonly ValueInfoProto[],
): ValueInfoProto | undefined {
  const planes = inputs.filter((input) => {
    const dims = dimsOf(input);
    return !dims || (dims.length === 4 && !(dims[2] === 1 && dims[3] === 1));
  });
  const colour = planes.find((input) => dimsOf(input)?.[1] === 3);
  return colour ?? planes.find(({ name }) => !NOISE.test(name)) ?? planes[0];
}

const NOISE = /sigma|noise|level|std/i;

function dimsOf({ type }: ValueInfoProto): Dims | null {
  const dims = type.tensorType.shape?.dim;
  // An extent of 0 is how some exporters write one that is open.
  return dims?.map(({ dimValue }) => dimValue || null) ?? null;
}
