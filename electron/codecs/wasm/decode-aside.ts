/**
 * Runs the decoders that are WebAssembly on a thread of their own. A module never gives memory
 * back, so the thread ends with the pixels of one file; one that has only looked at headers is kept.
 */
import { Worker } from "node:worker_threads";
import { fromErrorData } from "../../contract/error-data.ts";
import { programPath } from "../../engine/programs.ts";
import type { WasmReply, WasmRequest, WasmWork, WorkName } from "./messages.ts";

/** Milliseconds: 300 megapixels take less on a slow machine. */
const TIME_LIMIT = 600_000;

const KEEPING: ReadonlySet<WorkName> = new Set(["jxlFacts", "rawFacts"]);
const idle: Worker[] = [];

/**
 * Rejects with a plain error whose text is the decoder's reason, or with what reading the file
 * throws.
 */
export async function decodeAside<Name extends WorkName>(
  work: Name,
  path: string,
  options: WasmWork[Name]["options"],
): Promise<WasmWork[Name]["result"]> {
  const worker = idle.pop() ?? new Worker(programPath("decoder"));
  worker.ref();
  let kept = false;
  try {
    const reply = await replyTo(worker, { work, path, options });
    if ("error" in reply) throw fromErrorData(reply.error);
    if ("reason" in reply) throw new Error(reply.reason);
    if (KEEPING.has(work) && idle.length === 0) {
      kept = true;
      worker.unref();
      idle.push(worker);
    }
    return reply.result;
  } finally {
    if (!kept) await worker.terminate();
  }
}

function replyTo(worker: Worker, request: WasmRequest): Promise<WasmReply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      settle();
      reject(new Error("decoding took too long"));
    }, TIME_LIMIT);
    const onMessage = (reply: WasmReply) => {
      settle();
      resolve(reply);
    };
    const onError = (error: unknown) => {
      settle();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onExit = () => {
      onError(new Error("the decoder ended"));
    };
    const settle = () => {
      clearTimeout(timer);
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
    };
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    worker.postMessage(request);
  });
}
