/** The use case `analyze`: the noise of one image, and the network it calls for. */
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { decodeImage } from "../../codecs/decode.ts";
import { factsOf } from "../images/facts.ts";
import type { Task } from "./task.ts";

export const analyze: Task<"analyze"> = async (request) => {
  const decoded = await decodeImage(request.image);
  const facts = factsOf(decoded, estimateNoise(decoded.image));
  return { image: request.image, ...facts };
};
