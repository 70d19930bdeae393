/** Typed calls in both directions over one duplex stream; a failure arrives as the error that it was. */
import { type BirpcReturn, createBirpc } from "birpc";
import type { Duplex } from "node:stream";
import {
  fromErrorData,
  toErrorData,
  type TracedErrorData,
} from "../contract/error-data.ts";
import { openChannel } from "./frames.ts";

/** What the engine process answers to. */
export interface EngineSide {
  /** Runs a task to its end; the caller chooses the number of the job. */
  run(job: number, task: string, request: unknown): Promise<unknown>;
  /** Answers at once, unless the engine's event loop is kept busy. */
  alive(): void;
  /** Asks a job to stop; its `run` rejects with CANCELLED once it has cleaned up. */
  cancel(job: number): void;
}

/** What the engine process tells its parent. */
export interface ParentSide {
  progress(job: number, progress: unknown): void;
}

/** The part of birpc's message that is ours to change: `e` holds the error of a failed call. */
interface Message {
  readonly e?: unknown;
}

/**
 * Answers calls with `local` and sends calls to the other side of `stream`. Messages arrive in the
 * order in which they were sent, so progress is seen before the result. Calls have no time limit:
 * `$close(error)` rejects those that wait.
 */
export function openRpc<Remote extends object, Local extends object>(
  stream: Duplex,
  local: Local,
): BirpcReturn<Remote, Local> {
  const table = new Map<string, () => unknown>(Object.entries(local));
  let receive: (message: unknown) => void = () => undefined;
  const send = openChannel(stream, (message) => {
    receive(message);
  });
  return createBirpc<Remote, Local>(local, {
    timeout: -1,
    bind: "functions",
    // The name comes from the other process: what objects inherit is no answer to it.
    resolver: (name) => table.get(name),
    post: send,
    on: (listener) => {
      receive = listener;
    },
    serialize: (message: Message) =>
      message.e === undefined
        ? message
        : { ...message, e: toErrorData(message.e) },
    deserialize: (message: Message) =>
      message.e === undefined
        ? message
        : { ...message, e: fromErrorData(message.e as TracedErrorData) },
  });
}
