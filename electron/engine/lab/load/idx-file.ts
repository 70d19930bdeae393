/** Pictures from an IDX file, packed by gzip or not, with the file of labels beside it. */
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { NitidoError } from "../../../../models/errors.ts";
import { type IdxArray, readIdx } from "../../../../models/lab/data/idx.ts";
import { inputError } from "../../../files/file-errors.ts";
import type { Source } from "./source.ts";

/** `train-images-idx3-ubyte.gz`, `digits.idx3-ubyte`, `digits.idx`. */
export const looksLikeIdx = (name: string): boolean =>
  /[-.]idx(\d-ubyte)?(\.gz)?$/i.test(name);

/** Throws FILE_NOT_FOUND, FILE_UNREADABLE, and FILE_DAMAGED for what holds no pictures, or other numbers of pictures and labels. */
export async function idxSource(file: string): Promise<Source> {
  const { shape, data } = await readIdxFile(file);
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const known = channels === 1 || channels === 3;
  if (shape.length < 3 || shape.length > 4 || !known || count === 0)
    throw new NitidoError("FILE_DAMAGED", { file });
  const labels = await labelsBeside(file, count);
  const size = height * width * channels;
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

async function readIdxFile(file: string): Promise<IdxArray> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw inputError(error, file);
  });
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const unpacked = packed
    ? await promisify(gunzip)(bytes).catch(() => {
        throw new NitidoError("FILE_DAMAGED", { file });
      })
    : bytes;
  return readIdx(unpacked, file);
}
