/** Makes pixels that were taken far apart from each other have the noise of the photograph that they are from. */
import { filterSeparable, gaussianKernel } from "../../image/filter.ts";
import { type Planes, plane, planesLike } from "../../image/image.ts";
import { addMappedNoise } from "../../noise/gaussian.ts";
import { blurredStrength } from "../../noise/correlation.ts";
import type { Random } from "../../random.ts";

/** Below this blur, in pixels, noise is as good as white. */
const WHITE = 0.2;

/** White noise is added to what has noise of σ `map` (half size, 0..1), so that after the blur it has σ again. */
export function strengthened(
  planes: Planes,
  map: Float32Array,
  blur: number,
  random: Random,
): Planes {
  const more = Math.sqrt(1 / blurredStrength(blur) ** 2 - 1);
  const { width, height } = planes;
  const full = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      full[i] = more * map[(y >> 1) * (width / 2) + (x >> 1)]!;
  return addMappedNoise(planes, full, random);
}

export function blurred(planes: Planes, blur: number): Planes {
  if (blur < WHITE) return planes;
  const kernel = gaussianKernel(blur);
  const result = planesLike(planes);
  for (let c = 0; c < planes.channels; c++)
    plane(result, c).set(
      filterSeparable(plane(planes, c), planes.width, kernel),
    );
  return result;
}

/** The same blur of columns of `edge` pixels as a matrix edge×edge, for graphs. */
export function blurMatrix(edge: number, blur: number): Float32Array {
  const matrix = new Float32Array(edge * edge);
  for (let from = 0; from < edge; from++) {
    // The column of the matrix is what the blur makes of a single pixel.
    const unit = new Float32Array(edge).fill(0);
    unit[from] = 1;
    const column =
      blur < WHITE
        ? unit
        : filterSeparable(
            Float32Array.from(
              { length: edge * edge },
              (_, i) => unit[i % edge]!,
            ),
            edge,
            gaussianKernel(blur),
          );
    for (let to = 0; to < edge; to++) matrix[to * edge + from] = column[to]!;
  }
  return matrix;
}
