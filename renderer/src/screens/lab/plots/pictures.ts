/** Pictures as the lab's views give them, brought onto canvases. */
import type { PictureShape } from "../../../../../electron/contract/lab-values.ts";

export interface PictureBytes {
  readonly shape: PictureShape;
  /** In 0..255, C×H×W, one after the other. */
  readonly bytes: Uint8Array;
}

const sizeOf = ([channels, height, width]: PictureShape): number =>
  channels * height * width;

export const countOf = ({ shape, bytes }: PictureBytes): number =>
  Math.floor(bytes.length / sizeOf(shape));

/** Writes one of them into RGBA pixels of a row length, at a place. */
function write(
  target: Uint8ClampedArray,
  rowLength: number,
  { shape, bytes }: PictureBytes,
  index: number,
  [left, top]: readonly [number, number],
): void {
  const [channels, height, width] = shape;
  const plane = height * width;
  const from = index * sizeOf(shape);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to = 4 * ((top + y) * rowLength + left + x);
      const at = from + y * width + x;
      for (let c = 0; c < 3; c++)
        target[to + c] = bytes[at + (channels === 1 ? 0 : c) * plane]!;
      target[to + 3] = 255;
    }
}

/** Rows of pictures of one shape, one pixel apart; what is between stays clear. */
export function paintRows(
  canvas: HTMLCanvasElement,
  rows: readonly PictureBytes[],
  columns: number,
): void {
  const [first] = rows;
  if (!first) return;
  const [, height, width] = first.shape;
  const lines = rows.map((row) => Math.ceil(countOf(row) / columns));
  const down = lines.reduce((sum, count) => sum + count, 0);
  canvas.width = Math.max(1, columns * (width + 1) - 1);
  canvas.height = Math.max(1, down * (height + 1) - 1);
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  let line = 0;
  rows.forEach((row, r) => {
    for (let i = 0; i < countOf(row); i++)
      write(image.data, canvas.width, row, i, [
        (i % columns) * (width + 1),
        (line + Math.floor(i / columns)) * (height + 1),
      ]);
    line += lines[r]!;
  });
  context.putImageData(image, 0, 0);
}

/** Each of them as a canvas of its own. */
export function canvases(pictures: PictureBytes): HTMLCanvasElement[] {
  const size = sizeOf(pictures.shape);
  return Array.from({ length: countOf(pictures) }, (_, i) => {
    const canvas = document.createElement("canvas");
    const bytes = pictures.bytes.subarray(i * size, (i + 1) * size);
    paintRows(canvas, [{ shape: pictures.shape, bytes }], 1);
    return canvas;
  });
}

/** Some of them, in this order. */
export function chosen(
  { shape, bytes }: PictureBytes,
  numbers: readonly number[],
): PictureBytes {
  const size = sizeOf(shape);
  const some = new Uint8Array(numbers.length * size);
  numbers.forEach((n, i) =>
    some.set(bytes.subarray(n * size, (n + 1) * size), i * size),
  );
  return { shape, bytes: some };
}
