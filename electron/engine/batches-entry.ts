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
import { cachedImages } from "./training/image-cache.ts";

invariant(parentPort, "the batch program runs as a thread");
const port = parentPort;
const { files, recipe, cacheBytes } = workerData as BatchWork;
const images = cachedImages(
  files,
  cacheBytes,
  async (file) => (await decodeImage(file)).image,
);

async function reply(step: number): Promise<void> {
  try {
    const batch = await makeBatch(images, recipe, step);
    const answer: BatchReply = { step, batch };
    port.postMessage(
      answer,
      [batch.image, batch.clean, batch.sigma].map(
        (values) => values.buffer as ArrayBuffer,
      ),
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
