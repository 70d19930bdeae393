/** What the engine found out about an image, in the words of the contract. */
import type * as contract from "../../contract/values.ts";
import type { ImageFacts } from "../api-images.ts";

export function factsOf(found: ImageFacts): contract.ImageFacts {
  const { width, height, channels, bitDepth, format, noise, notices } = found;
  return {
    ...{ width, height, channels, bitDepth, format, noise, notices },
    model: found.recommendedModel,
    kind: found.why,
    ...(found.processing && { processing: found.processing }),
  };
}
