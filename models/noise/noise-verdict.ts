/** What is said of an image's noise: derived from the figures that are shown beside it, so that word and plot agree. */

/**
 * `none`: nothing to speak of; `compression`: what JPEG left behind rather than noise; `white`:
 * each pixel's own; `grain`: shared by neighbours; `unknown`: no even part that would tell.
 */
export type NoiseVerdict =
  "none" | "compression" | "white" | "grain" | "unknown";

/** Below this level, in 0..255 units, nobody sees noise. */
export const INVISIBLE = 1;
/** Up to this level a JPEG file's own errors are about as strong as what is found. */
const COMPRESSION_UP_TO = 3;
/** Correlation with the next pixel from which noise has a grain. */
const GRAIN_FROM = 0.15;

/** `sigma` in 0..255 units; `neighbour`: correlation with the next pixel, null where it is not known. */
export function noiseVerdict(noise: {
  readonly sigma: number;
  readonly neighbour: number | null;
  readonly format: string;
}): NoiseVerdict {
  const { sigma, neighbour, format } = noise;
  if (sigma < INVISIBLE) return "none";
  if (format === "jpeg" && sigma < COMPRESSION_UP_TO) return "compression";
  if (neighbour === null) return "unknown";
  return neighbour < GRAIN_FROM ? "white" : "grain";
}
