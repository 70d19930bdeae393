/** Collects ONNX nodes and constants while a graph is lowered, and gives each value a name. */
import {
  ATTRIBUTE,
  type AttributeProto,
  ELEMENT,
  type NodeProto,
  type TensorProto,
} from "./proto.ts";
import type { Shape } from "../../../models/graph/tensor.ts";

export type AttributeValue = number | string | readonly number[];

/** What the engine that will run the file can do beyond the standard ops. */
export interface Target {
  /** ONNX Runtime's CPU-only `FusedMatMul`, which multiplies by a transpose without forming it. */
  readonly fusedMatMul: boolean;
  /** Channels in a block of its blocked convolutions; left out where it has none. */
  readonly channelBlock?: number;
}

/** Files that any ONNX engine can run. */
export const PORTABLE: Target = { fusedMatMul: false };

export class OnnxBuilder {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly target: Target;
  readonly #constants = new Map<string, string>();
  /** What was reshaped, by the name of the result. */
  readonly #reshaped = new Map<string, string>();

  constructor(target: Target) {
    this.target = target;
  }

  /** Adds a node with one output; returns the output's name. Integers in `floats` positions are not supported: pass decimals through `float`. */
  node(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, AttributeValue | FloatAttribute>> = {},
    domain?: string,
  ): string {
    const name = `${opType}_${String(this.nodes.length)}`;
    this.nodes.push({
      name,
      opType,
      input,
      output: [name],
      attribute: Object.entries(attributes).map(toAttribute),
      ...(domain === undefined ? {} : { domain }),
    });
    return name;
  }

  /** The values of `x` in another shape. Of several such steps only the last is left when the model is done. */
  reshape(x: string, shape: readonly number[]): string {
    const source = this.#reshaped.get(x) ?? x;
    const name = this.node("Reshape", [source, this.integers(shape)]);
    this.#reshaped.set(name, source);
    return name;
  }

  transpose(x: string, perm: readonly number[]): string {
    return this.node("Transpose", [x], { perm });
  }

  /** A float constant; equal small ones without a name are shared. */
  floats(shape: Shape, data: Float32Array, name?: string): string {
    return this.#constant(ELEMENT.float, shape, data, name);
  }

  /** The domains of the ops used so far that are not ONNX's own. */
  get domains(): string[] {
    return [...new Set(this.nodes.flatMap(({ domain }) => domain ?? []))];
  }

  float(value: number): string {
    return this.floats([], Float32Array.of(value));
  }

  /** A vector of integers, as shapes, axes and slice bounds are given. */
  integers(values: readonly number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant(ELEMENT.int64, [values.length], data);
  }

  #constant(
    dataType: number,
    dims: Shape,
    data: Float32Array | BigInt64Array,
    given?: string,
  ): string {
    const key =
      given === undefined && data.length <= 64
        ? `${String(dataType)}[${dims.join()}]${data.join()}`
        : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const name = given ?? `constant_${String(this.initializers.length)}`;
    // Copied: an initializer must not change when its source array does.
    const rawData = new Uint8Array(data.slice().buffer);
    this.initializers.push({ name, dims, dataType, rawData });
    if (key !== undefined) this.#constants.set(key, name);
    return name;
  }
}

/** Marks an attribute as a float although its value may be a whole number. */
export interface FloatAttribute {
  readonly float: number;
}

function toAttribute([name, value]: [
  string,
  AttributeValue | FloatAttribute,
]): AttributeProto {
  if (typeof value === "number") return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === "string")
    return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) };
  if ("float" in value) return { name, type: ATTRIBUTE.float, f: value.float };
  return { name, type: ATTRIBUTE.ints, ints: value };
}
