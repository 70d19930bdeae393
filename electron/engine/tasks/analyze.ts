/** The use case `analyze`: the noise of one image, and the network it calls for. */
import { decodeImage } from "../../codecs/decode.ts";
import { imageNoise } from "../images/image-noise.ts";
import { factsOf } from "../images/facts.ts";
import type { Task } from "./task.ts";

export const analyze: Task<"analyze"> = async (request) => {
  const decoded = await decodeImage(request.image);
  const facts = factsOf(decoded, await imageNoise(decoded));
  return { image: request.image, ...facts };
};
