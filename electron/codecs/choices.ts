/** Picks what was chosen for a format out of larger requests. */
import type { EncodingChoices } from "./codec.ts";

/** What is absent stays absent. */
export function choicesOf({
  quality,
  subsampling,
  progressive,
  compression,
}: EncodingChoices): EncodingChoices {
  return {
    quality,
    ...(subsampling !== undefined && { subsampling }),
    ...(progressive !== undefined && { progressive }),
    ...(compression !== undefined && { compression }),
  };
}
