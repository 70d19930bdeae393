/** Tells files apart by what they hold, wherever they are and whatever they are called. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { NitidoError } from "../../models/errors.ts";
import { errnoOf } from "./file-errors.ts";

export interface ContentHash {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Throws what the file system reports, and FILE_UNREADABLE for a pipe or a device, which might never end. */
export async function contentHash(path: string): Promise<ContentHash> {
  if (!(await stat(path)).isFile())
    throw new NitidoError("FILE_UNREADABLE", {
      file: path,
      reason: "not a regular file",
    });
  const hash = createHash("sha256");
  const stream = createReadStream(path);
  await pipeline(stream, hash);
  return { bytes: stream.bytesRead, sha256: hash.digest("hex") };
}

/** Whether there is a file at `path`, and it holds this. A file of another size is not even read. */
export async function hasContent(
  path: string,
  { bytes, sha256 }: ContentHash,
): Promise<boolean> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size !== bytes) return false;
    return (await contentHash(path)).sha256 === sha256;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}
