/** The thread that makes training batches, so that the step never waits for decoding or noise. */
import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "../../models/errors.ts";
import { makeBatch } from "../../models/training/batches.ts";
import { decodeImage } from "../codecs/decode.ts";
import { toErrorData } from "../contract/error-data.ts";
import type {
  BatchReply,
  BatchRequest,
  BatchWork,
} from "./training/batch-messages.ts";
import { cachedWindows } from "./training/window-cache.ts";

invariant(parentPort, "the batch program runs as a thread");
const port = parentPort;
const { photographs, recipe, cacheBytes } = workerData as BatchWork;
const source = cachedWindows(
  photographs,
  cacheBytes,
  async (file) => (await decodeImage(file)).image,
);

async function reply(step: number): Promise<void> {
  try {
    const batch = await makeBatch(source, recipe, step);
    const answer: BatchReply = { step, batch };
    port.postMessage(
      answer,
      Object.values(batch).map((values) => values.buffer as ArrayBuffer),
    );
  } catch (error) {
    const answer: BatchReply = { step, error: toErrorData(error) };
    port.postMessage(answer);
  }
}

let queue = Promise.resolve();
port.on("message", (step: BatchRequest) => {
  queue = queue.then(() => reply(step));
});
