/** Reads files that somebody else may have made: regular ones, of a size that is known beforehand. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { NitidoError } from "../../models/errors.ts";
import { inputError } from "./file-errors.ts";

/** Of images, in bytes: 300 megapixels of 16-bit colour need less. */
export const IMAGE_BYTES = 2e9;
/** Of settings, cards and notes in JSON. */
export const TEXT_BYTES = 1 << 26;

/**
 * The first `limit` bytes of a file at most, and never more than it had when it was opened. Throws
 * FILE_NOT_FOUND, and FILE_UNREADABLE for what is no regular file: a device has no end, and a pipe waits.
 */
export async function readStart(file: string, limit: number): Promise<Buffer> {
  return (await readUpTo(file, limit)).bytes;
}

/** The whole file. Throws as `readStart`, and FILE_UNREADABLE for one of more than `limit` bytes. */
export async function readRegular(
  file: string,
  limit: number,
): Promise<Buffer> {
  return (await readUpTo(file, limit, true)).bytes;
}

/** Its size in bytes. Throws as `readStart`. */
export async function regularSize(file: string): Promise<number> {
  return (await readUpTo(file, 0)).size;
}

async function readUpTo(
  file: string,
  limit: number,
  whole = false,
): Promise<{ readonly bytes: Buffer; readonly size: number }> {
  try {
    // Without it, opening a pipe would wait for somebody to write into it.
    const handle = await open(file, constants.O_RDONLY | NONBLOCK);
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw irregular(file, status.isDirectory());
      const { size } = status;
      if (whole && size > limit) throw tooLarge(file, size, limit);
      const bytes = Buffer.alloc(Math.min(size, limit));
      let at = 0;
      while (at < bytes.length) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return { bytes: bytes.subarray(0, at), size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw inputError(error, file);
  }
}

/** Windows has no such flag, and no such pipes in its folders. */
const NONBLOCK = process.platform === "win32" ? 0 : constants.O_NONBLOCK;

export const irregular = (file: string, folder: boolean): NitidoError =>
  new NitidoError("FILE_UNREADABLE", {
    file,
    reason: folder ? "a folder" : "not a regular file",
  });

const tooLarge = (file: string, size: number, limit: number): NitidoError =>
  new NitidoError("FILE_UNREADABLE", {
    file,
    reason: `${Math.ceil(size / 1e6).toString()} MB, of which ${Math.floor(limit / 1e6).toString()} MB are allowed`,
  });
