/** Pictures from an IDX file, packed by gzip or not, with the file of labels beside it. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { NitidoError } from "../../../../models/errors.ts";
import { type IdxArray, readIdx } from "../../../../models/lab/data/idx.ts";
import { readRegular } from "../../../files/read-regular.ts";
import type { Source } from "./source.ts";

/** `train-images-idx3-ubyte.gz`, `digits.idx3-ubyte`, `digits.idx`. */
export const looksLikeIdx = (name: string): boolean =>
  /[-.]idx(\d-ubyte)?(\.gz)?$/i.test(name);

/** Throws FILE_NOT_FOUND, FILE_UNREADABLE, and FILE_DAMAGED for what holds no pictures, or other numbers of pictures and labels. */
export async function idxSource(file: string): Promise<Source> {
  const { shape, data } = await readIdxFile(file);
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const known = channels === 1 || channels === 3;
  const size = height * width * channels;
  if (shape.length < 3 || shape.length > 4 || !known || count * size === 0)
    throw new NitidoError("FILE_DAMAGED", { file });
  if (count > MOST_PICTURES)
    throw new NitidoError("FILE_UNREADABLE", {
      file,
      reason: `more than ${String(MOST_PICTURES)} pictures`,
    });
  const labels = await labelsBeside(file, count);
  return {
    shape: [channels, height, width],
    failed: [],
    pictures: Array.from({ length: count }, (_, n) => ({
      ...{ name: String(n), file: null },
      label: labels ? String(labels[n]) : null,
      read: () => {
        const pixels = data.subarray(n * size, (n + 1) * size);
        const planes = new Float32Array(size);
        for (let i = 0; i < size; i++) {
          const [pixel, c] = [Math.floor(i / channels), i % channels];
          planes[c * height * width + pixel] = pixels[i]! / 255;
        }
        return Promise.resolve({ width, height, channels, data: planes });
      },
    })),
  };
}

async function labelsBeside(
  file: string,
  count: number,
): Promise<Uint8Array | undefined> {
  const beside = file.replace(/images([-.])idx\d/i, "labels$1idx1");
  if (beside === file) return undefined;
  const labels = await readIdxFile(beside).catch((error: unknown) => {
    if (error instanceof NitidoError && error.code === "FILE_NOT_FOUND")
      return undefined;
    throw error;
  });
  if (labels && labels.data.length !== count)
    throw new NitidoError("FILE_DAMAGED", { file: beside });
  return labels?.data;
}

/** Unpacked: five times the digits of MNIST. As numbers between 0 and 1 they take four times as much. */
const IDX_BYTES = 1 << 28;
const MOST_PICTURES = 1_000_000;

async function readIdxFile(file: string): Promise<IdxArray> {
  const bytes = await readRegular(file, IDX_BYTES);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return readIdx(packed ? await unpacked(bytes, file) : bytes, file);
}

async function unpacked(bytes: Buffer, file: string): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: IDX_BYTES });
  } catch (error) {
    if (error instanceof RangeError)
      throw new NitidoError("FILE_UNREADABLE", {
        file,
        reason: `more than ${String(IDX_BYTES / 2 ** 20)} MiB when it is unpacked`,
      });
    throw new NitidoError("FILE_DAMAGED", { file });
  }
}
