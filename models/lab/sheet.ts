/** Pictures for people: sheets of many, heat-maps of errors, maps of thumbnails. */
import type { Image } from "../image/image.ts";
import type { PictureShape } from "../networks/autoencoders/autoencoder.ts";
import type { Pictures } from "./batches.ts";
import { countOf, pictureAt, sizeOfPicture } from "./pictures.ts";

const GAP = 2;
const BACKGROUND = 255;

/** An 8-bit canvas on which pictures are laid. */
export class Canvas {
  readonly image: Image & { readonly samples: Uint8Array };

  /** `channels`: 1 grey, 3 RGB. */
  constructor(width: number, height: number, channels: 1 | 3) {
    const samples = new Uint8Array(width * height * channels);
    this.image = { width, height, channels, samples };
    samples.fill(BACKGROUND);
  }

  /** What lies outside is cut off; each pixel becomes `zoom`×`zoom`. */
  lay(
    picture: Float32Array,
    [channels, height, width]: PictureShape,
    left: number,
    top: number,
    zoom = 1,
  ): void {
    const { image } = this;
    const plane = height * width;
    for (let y = 0; y < height * zoom; y++)
      for (let x = 0; x < width * zoom; x++) {
        const [toX, toY] = [left + x, top + y];
        if (toX < 0 || toX >= image.width || toY < 0 || toY >= image.height)
          continue;
        const from = Math.floor(y / zoom) * width + Math.floor(x / zoom);
        const to = (toY * image.width + toX) * image.channels;
        for (let c = 0; c < image.channels; c++) {
          const value = picture[from + (channels === 1 ? 0 : c) * plane]!;
          image.samples[to + c] = Math.round(
            255 * Math.min(1, Math.max(0, value)),
          );
        }
      }
  }
}

/** The pictures in rows of `columns`, small ones enlarged by whole numbers. */
export function sheet(pictures: Pictures, columns: number): Image {
  const { shape } = pictures;
  const [channels, height, width] = shape;
  const count = countOf(pictures);
  const across = Math.min(columns, Math.max(1, count));
  const down = Math.max(1, Math.ceil(count / across));
  const zoom = Math.max(1, Math.floor(64 / Math.max(height, width)));
  const [cellX, cellY] = [width * zoom + GAP, height * zoom + GAP];
  const canvas = new Canvas(
    across * cellX + GAP,
    down * cellY + GAP,
    channels === 1 ? 1 : 3,
  );
  for (let i = 0; i < count; i++)
    canvas.lay(
      ...[pictureAt(pictures, i), shape],
      GAP + (i % across) * cellX,
      GAP + Math.floor(i / across) * cellY,
      zoom,
    );
  return canvas.image;
}

/**
 * For each picture the original, the reconstruction, and where they differ: from black over red and
 * yellow to white, which is an absolute difference of one half or more, averaged over the channels.
 */
export function heatMaps(originals: Pictures, rebuilt: Pictures): Pictures {
  const [channels, height, width] = originals.shape;
  const plane = height * width;
  const shape = [3, height, width] as const;
  const count = countOf(originals);
  const data = new Float32Array(3 * count * sizeOfPicture(shape));
  const out = { shape, data };
  for (let n = 0; n < count; n++) {
    const [one, other] = [pictureAt(originals, n), pictureAt(rebuilt, n)];
    const cells = [0, 1, 2].map((i) => pictureAt(out, 3 * n + i));
    for (let i = 0; i < plane; i++) {
      let difference = 0;
      for (let c = 0; c < channels; c++)
        difference += Math.abs(one[i + c * plane]! - other[i + c * plane]!);
      const heat = (6 * difference) / channels;
      for (let c = 0; c < 3; c++) {
        const from = i + (channels === 1 ? 0 : c) * plane;
        cells[0]![i + c * plane] = one[from]!;
        cells[1]![i + c * plane] = other[from]!;
        cells[2]![i + c * plane] = Math.min(1, Math.max(0, heat - c));
      }
    }
  }
  return out;
}

/** The thumbnails at their places, `points` in any units, on a square of `edge` pixels. */
export function thumbnailMap(
  pictures: Pictures,
  points: readonly (readonly [x: number, y: number])[],
  edge: number,
): Image {
  const { shape } = pictures;
  const [channels, height, width] = shape;
  const canvas = new Canvas(edge, edge, channels === 1 ? 1 : 3);
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const place = (value: number, all: readonly number[], room: number) => {
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return Math.round(((value - least) / (most - least || 1)) * room);
  };
  points.forEach(([x, y], i) =>
    canvas.lay(
      ...[pictureAt(pictures, i), shape],
      place(x, xs, edge - width),
      // Upwards, as plots have it.
      edge - height - place(y, ys, edge - height),
    ),
  );
  return canvas.image;
}
