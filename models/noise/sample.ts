/** The part of a large image that its noise is measured on. */
import {
  type Image,
  type Planes,
  emptyPlanes,
  toPlanes,
} from "../image/image.ts";

/** Up to so many pixels an image is measured whole. */
const WHOLE = 4e6;
/** Otherwise GRID × GRID squares from all over it, laid side by side; their edge is a multiple of the estimators' blocks. */
const GRID = 8;
const EDGE = 256;

/** Three planes: the image, or a mosaic of squares of it. */
export function noiseSample(image: Image): Planes {
  const { width, height } = image;
  if (width * height <= WHOLE || Math.min(width, height) < EDGE)
    return toPlanes(image);
  const columns = Math.min(GRID, Math.floor(width / EDGE));
  const rows = Math.min(GRID, Math.floor(height / EDGE));
  const mosaic = emptyPlanes(columns * EDGE, rows * EDGE, 3);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const x = spread(column, columns, width);
      const y = spread(row, rows, height);
      const square = toPlanes(image, { x, y, width: EDGE, height: EDGE });
      for (let line = 0; line < 3 * EDGE; line++) {
        const channel = Math.floor(line / EDGE);
        const to =
          (channel * mosaic.height + row * EDGE + (line % EDGE)) *
            mosaic.width +
          column * EDGE;
        const from = line * EDGE;
        mosaic.data.set(square.data.subarray(from, from + EDGE), to);
      }
    }
  return mosaic;
}

/** Where square i of n begins on an axis: the first at its start, the last at its end. Even, to keep a sensor's pattern. */
function spread(i: number, n: number, extent: number): number {
  return n === 1 ? 0 : 2 * Math.floor((i * (extent - EDGE)) / (n - 1) / 2);
}
