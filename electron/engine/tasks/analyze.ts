/** The use case `analyze`: the noise of one image, and the network it calls for. */
import { estimateNoise } from "../../../models/noise/estimate.ts";
import { decodeImage } from "../../codecs/decode.ts";
import type { AnalyzeResult } from "../../services/api.ts";
import type { Task } from "./task.ts";

/** Below this level, in 0..255 units, nobody sees noise. */
const INVISIBLE = 1;

export const analyze: Task<"analyze"> = async (request) => {
  const { image, bitDepth, format } = await decodeImage(request.image);
  const noise = estimateNoise(image);
  const level = Math.max(...noise.sigma);
  const why: AnalyzeResult["why"] =
    level < INVISIBLE ? "clean" : noise.correlated ? "correlated" : "white";
  return {
    image: request.image,
    width: image.width,
    height: image.height,
    channels: image.channels,
    bitDepth,
    format,
    noise,
    // White noise that does not depend on brightness is what scientific and synthetic images have.
    recommendedModel:
      why === "white" && noise.a * 0.5 < noise.b ? "fast-awgn" : "fast-photo",
    why,
  };
};
