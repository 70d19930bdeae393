/** Batches made ahead on other threads, handed out in the order of the steps. */
import { availableParallelism, totalmem } from "node:os";
import { Worker } from "node:worker_threads";
import { NitidoError } from "../../../models/errors.ts";
import type { Batch } from "../../../models/training/batches.ts";
import { fromErrorData } from "../../contract/error-data.ts";
import { programPath } from "../programs.ts";
import type { BatchReply, BatchWork } from "./batch-messages.ts";

/** Steps that each thread makes ahead of the one in progress: enough to hide the decoding of a few photographs. */
const AHEAD = 6;
/** A batch takes a processor about as long as two of them take for its step; a graphics card needs several threads. */
const MOST_THREADS = 4;
/** Each thread keeps parts of photographs of its own. */
const MEMORY_PER_THREAD = 8e9;

/** Threads that this machine has room for: half of its cores beside two that compute. */
export function batchThreads(
  cores = availableParallelism(),
  memory = totalmem(),
): number {
  const room = Math.min((cores - 2) / 2, memory / MEMORY_PER_THREAD);
  return Math.max(1, Math.min(MOST_THREADS, Math.floor(room)));
}

export interface BatchThread {
  /** Quick when steps are asked for one after the other. Rejects when an image cannot be read. */
  batch(step: number): Promise<Batch>;
  stop(): Promise<void>;
}

/** A batch follows from its step alone, so the threads take turns, and their number changes nothing. */
export function startBatches(
  work: BatchWork,
  threads = batchThreads(),
): BatchThread {
  const workers = Array.from(
    { length: threads },
    () => new Worker(programPath("batches"), { workerData: work }),
  );
  const ready = new Map<number, PromiseWithResolvers<Batch>>();
  const requested = new Set<number>();
  let failure: Error | undefined;

  const slot = (step: number) => {
    const known = ready.get(step);
    if (known) return known;
    const created = withResolvers<Batch>();
    // A batch made ahead that nobody comes to ask for must not count as an unhandled rejection.
    created.promise.catch(() => undefined);
    if (failure) created.reject(failure);
    ready.set(step, created);
    return created;
  };
  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of ready.values()) reject(failure);
  };
  for (const worker of workers) {
    worker.on("message", (reply: BatchReply) => {
      if ("error" in reply) slot(reply.step).reject(fromErrorData(reply.error));
      else slot(reply.step).resolve(reply.batch);
    });
    worker.on("error", (error) => {
      fail(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on("exit", () => {
      fail(
        new NitidoError("ENGINE_CRASHED", { reason: "a batch thread ended" }),
      );
    });
  }

  return {
    async batch(step) {
      for (let next = step; next <= step + AHEAD * threads; next++) {
        if (requested.has(next)) continue;
        requested.add(next);
        workers[next % threads]!.postMessage(next);
      }
      try {
        return await slot(step).promise;
      } finally {
        ready.delete(step);
        requested.delete(step);
      }
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** Node 20 has no Promise.withResolvers. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
