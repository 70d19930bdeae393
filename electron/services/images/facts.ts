/** What the engine found out about an image, without what else its answers say. */
import type { ImageFacts } from "../api-images.ts";

export function factsOf(answer: ImageFacts): ImageFacts {
  const { width, height, channels, bitDepth, format } = answer;
  const { noise, recommendedModel, why, notices } = answer;
  const { taken, processing } = answer;
  return {
    ...{ width, height, channels, bitDepth, format },
    ...{ noise, recommendedModel, why, notices },
    ...(taken && { taken }),
    ...(processing && { processing }),
  };
}
