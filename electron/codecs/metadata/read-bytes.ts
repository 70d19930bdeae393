/** Random access to the bytes of a file or of a block of memory, for readers that do not care which. */
import { type FileHandle, open } from "node:fs/promises";

/** `length` bytes from `offset` on; fewer where the data ends. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

/** Of a file's boxes or chunks, how many are looked at: a file of nothing else would take for ever. */
export const PARTS_LIMIT = 10_000;

export const bytesOf =
  (bytes: Uint8Array): ReadBytes =>
  (offset, length) =>
    Promise.resolve(bytes.subarray(offset, offset + length));

export const bytesOfFile =
  (file: FileHandle): ReadBytes =>
  async (offset, length) => {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };

/** The first bytes of a file. */
export async function readHead(
  path: string,
  length: number,
): Promise<Uint8Array> {
  const file = await open(path);
  try {
    return await bytesOfFile(file)(0, length);
  } finally {
    await file.close();
  }
}
