/** What the engine's event-loop thread and its compute thread say to each other. */
import type { TracedErrorData } from "../contract/error-data.ts";
import type { Model } from "./engines.ts";
import type { SessionOptions } from "./session.ts";
import type { Feeds, HeldTensor, TensorLike } from "./tensors.ts";

export type Results = Record<string, TensorLike | HeldTensor>;

/** The calls, with their arguments and answers. Sessions and held tensors are named by numbers. */
export interface ComputeCalls {
  readonly open: (model: Model, options: SessionOptions) => number;
  readonly run: (
    session: number,
    feeds: Feeds,
    outputs: readonly string[] | null,
  ) => Results;
  readonly read: (held: number) => TensorLike;
  readonly release: (held: number) => null;
  readonly close: (session: number) => null;
}

export type ComputeCall = keyof ComputeCalls;

export type ComputeRequest = {
  readonly [Call in ComputeCall]: {
    readonly id: number;
    readonly call: Call;
    readonly parameters: Parameters<ComputeCalls[Call]>;
  };
}[ComputeCall];

export interface ComputeReply {
  readonly id: number;
  readonly value?: ReturnType<ComputeCalls[ComputeCall]>;
  readonly error?: TracedErrorData;
}

/** The buffers behind the values among `tensors`, to be moved to the other thread instead of copied. */
export function buffersOf(
  tensors: Iterable<TensorLike | HeldTensor>,
): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const tensor of tensors)
    if ("data" in tensor) buffers.add(tensor.data.buffer as ArrayBuffer);
  return [...buffers];
}
