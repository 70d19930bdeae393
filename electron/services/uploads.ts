/** The app's own copies of pictures that have no place on the disk: taken in as they come, removed when nobody needs them. */
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { lstat, mkdir, readdir, rm, rmdir, unlink } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { NitidoError } from "../../models/errors.ts";
import { outputError } from "../files/file-errors.ts";
import { ensurePrivateFolder, PRIVATE } from "../files/private.ts";
import { IMAGE_BYTES } from "../files/read-regular.ts";
import { requireRoom } from "../files/room.ts";
import { fitted, plainFolder, plainName } from "./file-name.ts";

/** Each copy lies in a folder of its own, whose name says that it is ours. */
const OURS = /^nitido-[\w-]{12}$/;
const newFolder = (): string =>
  `nitido-${randomBytes(9).toString("base64url")}`;

export interface Upload {
  readonly file: string;
  /** The folders that its name held, which are only remembered. */
  readonly folder: string;
}

/**
 * Writes a request's body to a file of a new folder as it comes, so that no more of it is in memory
 * than is under way. Throws FILE_UNREADABLE for more than `limit` bytes, DISK_FULL, OUTPUT_UNWRITABLE,
 * CANCELLED when the sender breaks off; nothing is left then.
 */
export async function receive(
  request: Request,
  name: string,
  uploads: string,
  limit = IMAGE_BYTES,
): Promise<Upload> {
  const parts = name.split(/[/\\]/);
  const plain = plainName(parts.pop() ?? "");
  // What is said beforehand to be too much is not even begun.
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > limit) throw tooLarge(plain, limit);
  const extension = extname(plain);
  const short = fitted(basename(plain, extension), extension);
  const file = join(uploads, newFolder(), short);
  try {
    await ensurePrivateFolder(uploads);
    await requireRoom(uploads, announced, plain);
    await mkdir(dirname(file), { mode: PRIVATE.folder });
    await pipeline(
      request.body ? Readable.fromWeb(request.body) : Readable.from([]),
      atMost(limit, plain),
      createWriteStream(file, { flags: "wx", mode: PRIVATE.file }),
    );
  } catch (error) {
    await discard(file);
    throw isBrokenOff(error)
      ? new NitidoError("CANCELLED")
      : outputError(error, plain);
  }
  return { file, folder: plainFolder(parts.join("/")) };
}

/** Removes a copy, with its folder. What cannot be removed is there at the next start. */
export async function discard(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
  await rmdir(dirname(file)).catch(() => undefined);
}

/**
 * Removes every copy but those of these files. What is not as `receive` leaves it — another name, a
 * link, a folder with folders in it — is somebody else's and stays.
 */
export async function removeUnused(
  uploads: string,
  files: readonly string[],
): Promise<void> {
  const used = new Set(
    files
      .filter((file) => dirname(dirname(file)) === uploads)
      .map((file) => basename(dirname(file))),
  );
  // There is none before the first upload.
  for (const name of await readdir(uploads).catch(() => []))
    if (OURS.test(name) && !used.has(name))
      await removeOurs(join(uploads, name));
}

async function removeOurs(folder: string): Promise<void> {
  const status = await lstat(folder).catch(() => undefined);
  if (status?.isDirectory() !== true) return;
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.length > 1 || !entries.every((entry) => entry.isFile())) return;
  for (const { name } of entries)
    await unlink(join(folder, name)).catch(() => undefined);
  await rmdir(folder).catch(() => undefined);
}

function atMost(limit: number, file: string): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > limit) done(tooLarge(file, limit));
      else done(null, chunk);
    },
  });
}

function tooLarge(file: string, limit: number): NitidoError {
  const reason = `larger than ${String(limit / 1e9)} GB`;
  return new NitidoError("FILE_UNREADABLE", { file, reason });
}

/** The sender has gone: what Node says of a request, and of a stream that ends early. */
function isBrokenOff(error: unknown): boolean {
  const { code, name } = error as NodeJS.ErrnoException;
  return (
    name === "AbortError" ||
    code === "ECONNRESET" ||
    code === "ERR_STREAM_PREMATURE_CLOSE"
  );
}
