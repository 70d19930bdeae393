/** The compute thread as the engine's event-loop thread sees it: promises in front of a queue. */
import { SHARE_ENV, Worker } from "node:worker_threads";
import { NitidoError } from "../../models/errors.ts";
import {
  buffersOf,
  type ComputeCall,
  type ComputeCalls,
  type ComputeReply,
  type ComputeRequest,
  type Results,
} from "./compute-messages.ts";
import { fromErrorData } from "../contract/error-data.ts";
import type { Model } from "./engines.ts";
import type { SessionOptions } from "./session.ts";
import { programPath } from "./programs.ts";
import {
  type Feeds,
  type HeldTensor,
  isHeld,
  type TensorLike,
} from "./tensors.ts";

export interface RunOptions {
  /** The outputs to compute; all by default. */
  readonly outputs?: readonly string[] | null;
  /** Copy the feeds rather than move them, for a caller that needs them again. */
  readonly keepFeeds?: boolean;
}

/**
 * Calls are answered in their order, one at a time. All reject with a NitidoError; when the thread
 * itself dies, with ENGINE_CRASHED.
 */
export interface Compute {
  /**
   * Loads a model, which is copied. Throws DEVICE_UNAVAILABLE, DEVICE_FAILED, OUT_OF_MEMORY,
   * MODEL_DAMAGED.
   */
  open(model: Model, options: SessionOptions): Promise<number>;
  /**
   * The feeds' arrays are moved away: afterwards they are empty, unless they are shared, part of a
   * larger buffer, or kept by option. Throws OUT_OF_MEMORY, DEVICE_FAILED, MODEL_DAMAGED.
   */
  run(session: number, feeds: Feeds, options?: RunOptions): Promise<Results>;
  /** The values of a tensor on the device. */
  read(tensor: HeldTensor): Promise<TensorLike>;
  /** Frees a tensor on the device; a second time does nothing. */
  release(tensor: HeldTensor): Promise<void>;
  /** Unloads a model and releases all that its runs left on the device. */
  close(session: number): Promise<void>;
  /** Ends the thread, after the run in progress; waiting calls reject with CANCELLED. */
  stop(): Promise<void>;
}

export interface ComputeOptions {
  /** The thread's program; by default the built one. */
  readonly script?: string;
  /** Called when the thread dies by itself. */
  readonly onDeath?: (error: Error) => void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** The thread is started by the first call, so that work without computing does not pay for it. */
export function startCompute(options: ComputeOptions = {}): Compute {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let ended: Error | undefined;
  let lastId = 0;

  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };

  const die = (reason: string): void => {
    if (ended) return;
    const error = new NitidoError("ENGINE_CRASHED", { reason });
    end(error);
    options.onDeath?.(error);
  };

  const start = (): Worker =>
    // Native libraries read the process's own environment, not a copy of it.
    new Worker(options.script ?? programPath("compute"), { env: SHARE_ENV })
      .on("message", ({ id, value, error }: ComputeReply) => {
        const caller = waiting.get(id);
        waiting.delete(id);
        if (error) caller?.reject(fromErrorData(error));
        else caller?.resolve(value as never);
      })
      .on("error", (error) =>
        die(error instanceof Error ? error.message : String(error)),
      )
      .on("exit", (code) => die(`the compute thread ended with code ${code}`));

  function send<Call extends ComputeCall>(
    call: Call,
    parameters: Parameters<ComputeCalls[Call]>,
    moved: readonly ArrayBuffer[] = [],
  ): Promise<ReturnType<ComputeCalls[Call]>> {
    return new Promise((resolve, reject) => {
      if (ended) throw ended;
      worker ??= start();
      const id = ++lastId;
      const request = { id, call, parameters } as unknown as ComputeRequest;
      worker.postMessage(request, moved);
      waiting.set(id, { resolve, reject });
    });
  }

  return {
    open(model, sessionOptions) {
      if (!(model instanceof Uint8Array))
        return send("open", [model, sessionOptions]);
      const bytes = new Uint8Array(model);
      return send("open", [bytes, sessionOptions], [bytes.buffer]);
    },

    run(session, feeds, { outputs = null, keepFeeds = false } = {}) {
      const given: Record<string, TensorLike | HeldTensor> = {};
      for (const [name, tensor] of Object.entries(feeds))
        given[name] = isHeld(tensor) ? tensor : movable(tensor, keepFeeds);
      const moved = buffersOf(Object.values(given));
      return send("run", [session, given, outputs], moved);
    },

    read: ({ held }) => send("read", [held]),
    async release({ held }) {
      await send("release", [held]);
    },
    async close(session) {
      await send("close", [session]);
    },

    async stop() {
      end(new NitidoError("CANCELLED"));
      await worker?.terminate();
    },
  };
}

/** The tensor itself where its array is the whole of a private buffer, and else a copy. */
function movable(tensor: TensorLike, keep: boolean): TensorLike {
  const { dims, data } = tensor;
  const whole =
    data.buffer instanceof ArrayBuffer &&
    data.byteLength === data.buffer.byteLength;
  return whole && !keep ? tensor : { dims, data: data.slice() };
}
