/** The use case `preview`: denoises an open image for the screen, what is looked at first. */
import { setImmediate } from "node:timers/promises";
import { assumeNoise } from "../../../models/inference/assumed-noise.ts";
import {
  denoiseTiles,
  isOutOfMemory,
  type TileJob,
} from "../../../models/inference/denoise.ts";
import { PreviewQueue } from "../../../models/inference/preview-queue.ts";
import type {
  PreviewProgress,
  PreviewRequest,
  PreviewResult,
} from "../../services/api-images.ts";
import type { OpenImage } from "../images/open-image.ts";
import { resultKey } from "../images/preview-result.ts";
import { followRegions } from "../images/region-reports.ts";
import { loadNetwork } from "../networks/load.ts";
import { placeFor } from "../networks/place.ts";
import type { Task, TaskContext } from "./task.ts";

export const preview: Task<"preview"> = async (request, context) => {
  const image = context.images.get(request.id);
  return image.takeTurn(context.signal, (signal) =>
    denoiseForScreen(image, request, { ...context, signal }),
  );
};

async function denoiseForScreen(
  image: OpenImage,
  { model, noise, device, view }: PreviewRequest,
  { images, devices, networks, progress, signal }: TaskContext<PreviewProgress>,
): Promise<PreviewResult> {
  const loaded = await loadNetwork(model);
  let choice = placeFor(loaded, await devices.chooseNow(device));
  signal.throwIfAborted();
  const opening = networks.open(loaded, choice.device, (changed) => {
    choice = changed;
    progress({ kind: "device", choice });
  });
  // While the network is loaded on its thread.
  const result = image.resultFor(resultKey(loaded, noise), loaded.context);
  images.trim();
  const denoiser = await opening;
  try {
    const { revision, covered } = result;
    progress({ kind: "started", choice, revision, fraction: covered.fraction });
    const reports = followRegions(result, progress);
    image.queue = new PreviewQueue(covered, denoiser, view);
    const job: TileJob = {
      ...assumeNoise(image.image, denoiser, noise, () => image.noise),
      image: image.image,
      signal,
      pause: () => setImmediate(),
      onTile(tile) {
        result.add(tile);
        reports.add(tile.core);
      },
    };
    try {
      await denoiseAll(job, image.queue);
    } finally {
      image.queue = undefined;
      reports.flush();
    }
    return { revision, device: denoiser.device };
  } finally {
    await denoiser.close();
  }
}

async function denoiseAll(job: TileJob, queue: PreviewQueue): Promise<void> {
  for (;;) {
    try {
      await denoiseTiles(job, () => queue.next());
      return;
    } catch (error) {
      if (!isOutOfMemory(error) || !queue.shrink()) throw error;
    }
  }
}
