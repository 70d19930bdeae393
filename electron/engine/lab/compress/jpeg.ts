/** The same pictures as JPEG: each a file of its own, and all on one sheet that shares its header and tables. */
import type { Pictures } from "../../../../models/lab/batches.ts";
import {
  countOf,
  joined,
  meanOf,
  pictureAt,
  toBytes,
} from "../../../../models/lab/pictures.ts";
import { sharp } from "../../../codecs/sharp-instance.ts";
import { usesFullColour } from "../../../codecs/sharp-encode.ts";
import type { Coded } from "./coded.ts";

const QUALITIES = [1, 5, 10, 20, 35, 50, 65, 80, 90, 95] as const;

export interface JpegFiles {
  /** Whole, with tables made for each of them. */
  readonly files: readonly Coded[];
  /** What follows the header: the header and its common tables count as known, as a network is. */
  readonly scans: readonly Coded[];
}

export async function jpegFiles(pictures: Pictures): Promise<JpegFiles> {
  const [files, scans]: [Coded[], Coded[]] = [[], []];
  const numbers = Array.from({ length: countOf(pictures) }, (_, n) => n);
  for (const quality of QUALITIES) {
    const made = await Promise.all(
      numbers.map(async (n) => {
        const one = { ...pictures, data: pictureAt(pictures, n) };
        const file = await encode(one, quality, true);
        const scan = scanLength(await encode(one, quality, false));
        return { file: file.length, scan, picture: await decode(file, one) };
      }),
    );
    const [first, ...rest] = made.map(({ picture }) => picture);
    const decoded = joined([first!, ...rest]);
    const bits = (key: "file" | "scan") =>
      8 * meanOf(made.map((one) => one[key]));
    files.push({ bits: bits("file"), at: quality, pictures: decoded });
    scans.push({ bits: bits("scan"), at: quality, pictures: decoded });
  }
  return { files, scans };
}

/** One file of all of them, each on whole blocks, its share of the file being what it takes. */
export async function jpegSheet(pictures: Pictures): Promise<readonly Coded[]> {
  const sheet = laidOut(pictures);
  const count = countOf(pictures);
  const points: Coded[] = [];
  for (const quality of QUALITIES) {
    const file = await encode(sheet.whole, quality, true);
    points.push({
      ...{ bits: (8 * file.length) / count, at: quality },
      pictures: sheet.cut(await decode(file, sheet.whole)),
    });
  }
  return points;
}

async function encode(
  picture: Pictures,
  quality: number,
  optimiseCoding: boolean,
): Promise<Buffer> {
  const [channels, height, width] = picture.shape;
  const planes = toBytes(picture);
  const samples = new Uint8Array(planes.length);
  const plane = height * width;
  for (let i = 0; i < plane; i++)
    for (let c = 0; c < channels; c++)
      samples[i * channels + c] = planes[i + c * plane]!;
  const full = usesFullColour({ quality });
  return sharp(samples, {
    raw: { width, height, channels: channels === 1 ? 1 : 3 },
    limitInputPixels: false,
  })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .jpeg({
      ...{ quality, optimiseCoding },
      chromaSubsampling: full ? "4:4:4" : "4:2:0",
    })
    .toBuffer();
}

async function decode(file: Buffer, { shape }: Pictures): Promise<Pictures> {
  const [channels, height, width] = shape;
  const samples = await sharp(file, { limitInputPixels: false })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer();
  const plane = height * width;
  const data = new Float32Array(channels * plane);
  for (let i = 0; i < plane; i++)
    for (let c = 0; c < channels; c++)
      data[i + c * plane] = samples[i * channels + c]! / 255;
  return { shape, data };
}

const START_OF_SCAN = 0xda;

/** Bytes between the header of the first scan and the mark of the end (ITU-T T.81, B.1.1). */
function scanLength(file: Buffer): number {
  let at = 2;
  while (file[at + 1] !== START_OF_SCAN) at += 2 + file.readUInt16BE(at + 2);
  return file.length - 2 - (at + 2 + file.readUInt16BE(at + 2));
}

/** Pixels of a block of JPEG with colours at half the resolution. */
const BLOCK = 16;

/** In rows and columns of cells of whole blocks, filled up with each picture's last column and row. */
function laidOut({ shape, data }: Pictures) {
  const [channels, height, width] = shape;
  const pictures = { shape, data };
  const count = countOf(pictures);
  const across = Math.ceil(Math.sqrt(count));
  const down = Math.ceil(count / across);
  const [wide, high] = [width, height].map(
    (extent) => BLOCK * Math.ceil(extent / BLOCK),
  ) as [number, number];
  const [columns, rows] = [across * wide, down * high];
  const whole = {
    shape: [channels, rows, columns] as const,
    data: new Float32Array(channels * rows * columns),
  };
  const place = (n: number, c: number, y: number, x: number) =>
    (c * rows + Math.floor(n / across) * high + y) * columns +
    (n % across) * wide +
    x;
  for (let n = 0; n < count; n++) {
    const picture = pictureAt(pictures, n);
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < high; y++)
        for (let x = 0; x < wide; x++) {
          const from = Math.min(y, height - 1) * width + Math.min(x, width - 1);
          whole.data[place(n, c, y, x)] = picture[c * height * width + from]!;
        }
  }
  const cut = (sheet: Pictures): Pictures => {
    const out = { shape, data: new Float32Array(data.length) };
    for (let n = 0; n < count; n++) {
      const picture = pictureAt(out, n);
      for (let c = 0; c < channels; c++)
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            picture[(c * height + y) * width + x] =
              sheet.data[place(n, c, y, x)]!;
    }
    return out;
  };
  return { whole, cut };
}
