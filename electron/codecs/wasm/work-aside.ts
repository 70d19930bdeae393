/**
 * Runs the codecs that are WebAssembly, or that a damaged file can keep busy for ever, on a thread
 * of their own. A module never gives memory back, so the thread ends with the pixels of one file; one that has only looked at headers is kept.
 */
import { Worker } from "node:worker_threads";
import { fromErrorData } from "../../contract/error-data.ts";
import { programPath } from "../../engine/programs.ts";
import { DECODING_MS } from "../limits.ts";
import type { WasmReply, WasmRequest, WasmWork, WorkName } from "./messages.ts";

const KEEPING: ReadonlySet<WorkName> = new Set(["jxlFacts", "rawFacts"]);
const idle: Worker[] = [];

/**
 * Rejects with a plain error whose text is the decoder's reason, or with what reading the file
 * throws. What takes longer than `limit`, in milliseconds, is ended.
 */
export async function workAside<Name extends WorkName>(
  work: Name,
  path: string,
  options: WasmWork[Name]["options"],
  limit = DECODING_MS,
): Promise<WasmWork[Name]["result"]> {
  const worker = idle.pop() ?? new Worker(programPath("decoder"));
  worker.ref();
  let kept = false;
  try {
    const reply = await replyTo(worker, { work, path, options }, limit);
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

function replyTo(
  worker: Worker,
  request: WasmRequest,
  limit: number,
): Promise<WasmReply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      settle();
      reject(new Error("decoding took too long"));
    }, limit);
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
