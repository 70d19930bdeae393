/** Runs what takes long and is no network's work on a thread of its own: principal components, UMAP, t-SNE, drawing, neighbourhoods. */
import { Worker } from "node:worker_threads";
import { fromErrorData } from "../../contract/error-data.ts";
import type { ErrorData } from "../../services/api.ts";
import { programPath } from "../programs.ts";
import type { LabWork, LabWorkName } from "./aside-work.ts";

export interface AsideRequest {
  readonly work: LabWorkName;
  readonly parameters: readonly unknown[];
}

export type AsideReply =
  { readonly result: unknown } | { readonly error: ErrorData };

/** Rejects with what the work throws, and with the signal's reason. Parameters and results are copied. */
export async function aside<Name extends LabWorkName>(
  work: Name,
  parameters: Parameters<LabWork[Name]>,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<LabWork[Name]>>> {
  signal.throwIfAborted();
  const worker = new Worker(programPath("lab"));
  const stop = new AbortController();
  try {
    const reply = await new Promise<AsideReply>((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("the lab's thread ended")));
      signal.addEventListener("abort", () => reject(signal.reason as Error), {
        signal: stop.signal,
      });
      const request: AsideRequest = { work, parameters };
      worker.postMessage(request);
    });
    if ("error" in reply) throw fromErrorData(reply.error);
    return reply.result as Awaited<ReturnType<LabWork[Name]>>;
  } finally {
    stop.abort();
    await worker.terminate();
  }
}
