/** One run of a model that others made, as tensors under the names that its file declares. */
import { NitidoError } from "../../../models/errors.ts";
import type { Forward, Size } from "../../../models/inference/adapted.ts";
import type { Adapter } from "../../../models/inference/adapter.ts";
import type { TensorLike } from "../tensors.ts";
import type { NoiseInput, Signature } from "./signature.ts";

/** The model itself: tensors by name in, tensors by name out. */
export type Run = (
  feeds: Readonly<Record<string, TensorLike>>,
) => Promise<Readonly<Record<string, TensorLike>>>;

/**
 * `run` computes the model. The result rejects with MODEL_DAMAGED, naming `file`, when it has
 * another size than the image.
 */
export function forwardOf(
  { image, output, noise }: Signature,
  { channels, noise: { kind } }: Pick<Adapter, "channels" | "noise">,
  run: Run,
  file: string,
): Forward {
  return async (samples, level, { height, width }) => {
    const feeds: Record<string, TensorLike> = {};
    if (noise.kind === "concatenated") {
      const data = new Float32Array((channels + 1) * height * width);
      data.set(samples);
      data.set(level ?? [], samples.length);
      feeds[image] = { dims: [1, channels + 1, height, width], data };
    } else {
      const dims = [1, channels, height, width];
      feeds[image] = { dims, data: samples };
      if (noise.kind === "input" && level)
        feeds[noise.name] = {
          dims: noiseDims(noise, kind === "scalar", { height, width }),
          data: level,
        };
    }
    const size = channels * height * width;
    const { [output]: result } = await run(feeds);
    if (result?.data.length !== size)
      throw new NitidoError("MODEL_DAMAGED", {
        model: file,
        reason: "its result has another size than its image",
      });
    return result.data;
  };
}

/** One value has the rank that the model declares. */
function noiseDims(
  { dims }: NoiseInput & { kind: "input" },
  scalar: boolean,
  { height, width }: Size,
): readonly number[] {
  return scalar ? (dims ?? [1]).map(() => 1) : [1, 1, height, width];
}
