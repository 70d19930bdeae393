/** Noise levels as people are shown them. */
import type {
  DenoiseSettings,
  NoiseReport,
} from "../../../../electron/contract/values.ts";

/** One figure for the three channels: the root of their mean variance, in 0..255 units. */
export function overallSigma({ sigma }: Pick<NoiseReport, "sigma">): number {
  const [red, green, blue] = sigma;
  return Math.sqrt((red * red + green * green + blue * blue) / 3);
}

export type NoiseKind = "auto" | "level" | "split";

export function noiseKind({
  noise,
}: Pick<DenoiseSettings, "noise">): NoiseKind {
  if (noise === "auto") return "auto";
  return typeof noise === "number" ? "level" : "split";
}

/** The setting of another kind that is nearest to what holds now. */
export function noiseOfKind(
  kind: NoiseKind,
  { noise }: Pick<DenoiseSettings, "noise">,
  measured: number,
): DenoiseSettings["noise"] {
  if (kind === "auto") return "auto";
  const half = Math.min(100, Math.round(2 * measured) / 2);
  const level =
    noise === "auto" ? half : typeof noise === "number" ? noise : noise.luma;
  return kind === "level" ? level : { luma: level, chroma: level };
}
