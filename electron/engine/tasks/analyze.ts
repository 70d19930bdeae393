/** The use case `analyze`: the noise of one image, and the network it calls for. */
import { tmpdir } from "node:os";
import { inspectImage } from "../../codecs/decode.ts";
import { PIXEL_LIMIT, requireFitting } from "../../codecs/limits.ts";
import { requireRoom } from "../../files/room.ts";
import { usualMemoryLimit } from "../../services/memory-limit.ts";
import { bytesOf, planReading } from "../denoise/plan-memory.ts";
import { atWorkplace, type Workplace } from "../denoise/workplace.ts";
import { imageNoise } from "../images/image-noise.ts";
import { factsOf } from "../images/facts.ts";
import type { Task } from "./task.ts";

export const analyze: Task<"analyze"> = async (
  { image, memoryLimit = usualMemoryLimit(), scratch: folder = tmpdir() },
  { meter, turns, signal },
) => {
  const info = await inspectImage(image);
  requireFitting(info, image, PIXEL_LIMIT);
  const { pixels, share } = planReading(image, info, 1e6 * memoryLimit);
  if (pixels === "files") await requireRoom(folder, bytesOf(info), image);
  const measured = async (place: Workplace) => {
    signal.throwIfAborted();
    const decoded = await place.decode(image);
    signal.throwIfAborted();
    return factsOf(decoded, await imageNoise(decoded, meter, signal));
  };
  const megapixels = (info.width * info.height) / 1e6;
  const facts = await turns.within(megapixels, share, () =>
    atWorkplace(pixels, { folder, file: image }, measured),
  );
  return { image, ...facts };
};
