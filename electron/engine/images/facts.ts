/** What is said of an image once it is decoded and measured, and the network that its noise calls for. */
import type { ImageSource } from "../../../models/image/regions.ts";
import {
  type NoiseEstimate,
  withoutMap,
} from "../../../models/noise/estimate.ts";
import { INVISIBLE } from "../../../models/noise/noise-verdict.ts";
import type { Decoded } from "../../codecs/codec.ts";
import { processingOf } from "../../codecs/metadata/processing.ts";
import type { ImageFacts } from "../../services/api-images.ts";

export function factsOf(
  { image, bitDepth, format, notices, metadata }: Decoded<ImageSource>,
  estimate: NoiseEstimate,
  taken?: ImageFacts["taken"],
): ImageFacts {
  const noise = withoutMap(estimate);
  const processing = metadata.xmp && processingOf(metadata.xmp);
  const level = Math.max(...noise.sigma);
  const why =
    level < INVISIBLE ? "clean" : noise.correlated ? "correlated" : "white";
  return {
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
    notices,
    ...(taken && { taken }),
    ...(processing && { processing }),
  };
}
