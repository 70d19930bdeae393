/** The use case `proofCrop`: one telling place of a photograph, as it was and as it has become. */
import { proofPlace } from "../../../models/inference/proof-place.ts";
import { decodeImage } from "../../codecs/decode.ts";
import { readThumbnail } from "../../codecs/thumbnail.ts";
import type { Task } from "./task.ts";

export const proofCrop: Task<"proofCrop"> = async ({ before, after, edge }) => {
  const { image: noisy } = await decodeImage(before);
  const { image: clean } = await decodeImage(after);
  if (noisy.width !== clean.width || noisy.height !== clean.height) return null;
  const place = proofPlace(noisy, clean, edge);
  // From the files once more, since these come out in the colours of the screen.
  const [one, other] = [
    await readThumbnail(before, edge, place),
    await readThumbnail(after, edge, place),
  ];
  const { width, height } = one;
  return { width, height, before: one.jpeg, after: other.jpeg };
};
