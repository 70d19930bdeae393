/**
 * Writes a file completely or not at all: into a temporary folder beside the
 * target, verified, flushed to the disk, and only then under its own name.
 */
import {
  link,
  mkdir,
  open,
  rename,
  stat,
  unlink,
  realpath,
} from "node:fs/promises";
import {
  basename,
  dirname,
  isAbsolute,
  join,
  relative,
  resolve,
  sep,
} from "node:path";
import { NitidoError } from "../../models/errors.ts";
import { errnoOf, outputError } from "./file-errors.ts";
import { fileIdentity } from "./identity.ts";
import { inTemporaryFolder } from "./temporary.ts";

export interface SafeWrite {
  readonly target: string;
  /** Replace what is there. Otherwise an existing target is OUTPUT_EXISTS. */
  readonly overwrite: boolean;
  /** Identities (`fileIdentity`) of the files that must not be replaced: the inputs. */
  readonly inputs: ReadonlySet<string>;
  /** Creates the file at `path`, which does not exist; it may use other names beside it. */
  readonly write: (path: string) => Promise<void>;
  /** Throws unless the file at `path` is what it should be. */
  readonly verify: (path: string) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Throws OUTPUT_IS_INPUT, OUTPUT_EXISTS, OUTPUT_UNWRITABLE, OUTPUT_INVALID or
 * DISK_FULL with `{ file: target }`, what `write` throws of its own, or the
 * signal's reason. Whatever is thrown, the target is as it was before and
 * nothing temporary is left.
 */
export async function writeSafely(request: SafeWrite): Promise<void> {
  const { target, overwrite, signal } = request;
  await refuseTarget(target, request);
  try {
    await inTemporaryFolder(dirname(target), async (temporary) => {
      const file = join(temporary, basename(target));
      signal?.throwIfAborted();
      await request.write(file);
      signal?.throwIfAborted();
      await request.verify(file);
      await flush(file);
      signal?.throwIfAborted();
      await moveIntoPlace(file, target, overwrite);
    });
  } catch (error) {
    throw outputError(namingTarget(error, target), target);
  }
}

/**
 * Gives a finished, flushed file of the same file system its name, at once and durably. Throws
 * OUTPUT_EXISTS, OUTPUT_UNWRITABLE or DISK_FULL with `{ file: target }`.
 */
export async function moveIntoPlace(
  file: string,
  target: string,
  overwrite: boolean,
): Promise<void> {
  try {
    await (overwrite ? rename(file, target) : placeNew(file, target));
    await flushFolder(dirname(target));
  } catch (error) {
    throw outputError(error, target);
  }
}

/**
 * Creates a folder and those above it. Throws OUTPUT_UNWRITABLE or DISK_FULL with `{ file: folder }`,
 * also when a link leads from `root`, where that is given, to a place outside of it.
 */
export async function ensureFolder(
  folder: string,
  root?: string,
): Promise<void> {
  if (root !== undefined) await refuseWayOut(folder, root);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw outputError(error, folder);
  }
}

/** What does not exist yet is no link. */
async function refuseWayOut(folder: string, root: string): Promise<void> {
  const real = await realpath(root).catch(() => undefined);
  if (real === undefined) return;
  let place: string | undefined;
  for (let at = resolve(folder); place === undefined; at = dirname(at))
    place = await realpath(at).catch(() => undefined);
  const [first] = relative(real, place).split(sep);
  if (first === ".." || isAbsolute(relative(real, place)))
    throw new NitidoError("OUTPUT_UNWRITABLE", {
      file: folder,
      reason: "a link leads out of the chosen folder",
    });
}

/** Refuses before the work what would be refused after it. Links are followed, so every name of an input is recognised. */
export async function refuseTarget(
  target: string,
  { inputs, overwrite }: Pick<SafeWrite, "inputs" | "overwrite">,
): Promise<void> {
  const identity = await fileIdentity(target);
  if (identity === undefined) return;
  if (inputs.has(identity))
    throw new NitidoError("OUTPUT_IS_INPUT", { file: target });
  if (!overwrite) throw new NitidoError("OUTPUT_EXISTS", { file: target });
  if ((await stat(target)).isDirectory())
    throw new NitidoError("OUTPUT_UNWRITABLE", {
      file: target,
      reason: "a folder has this name",
    });
}

/** Gives a file its name only if the name is free, with no moment between looking and doing. */
async function placeNew(file: string, target: string): Promise<void> {
  try {
    await link(file, target);
    await unlink(file);
  } catch (error) {
    if (errnoOf(error) === "EEXIST") throw exists(target);
    if (!LINKS_REFUSED.has(errnoOf(error) ?? "")) throw error;
    await claim(target);
    await rename(file, target);
  }
}

/** What file systems without hard links answer (FAT, some network drives). */
const LINKS_REFUSED = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EINVAL",
  "EMLINK",
]);

async function claim(target: string): Promise<void> {
  try {
    await (await open(target, "wx")).close();
  } catch (error) {
    throw errnoOf(error) === "EEXIST" ? exists(target) : error;
  }
}

const exists = (target: string): NitidoError =>
  new NitidoError("OUTPUT_EXISTS", { file: target });

async function flush(file: string): Promise<void> {
  // Windows flushes only what is open for writing.
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the new name durable; not every system lets a folder be flushed, and the file itself is safe by now. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    return;
  }
}

/** Errors about the temporary file are about the target as far as people are concerned. */
function namingTarget(error: unknown, target: string): unknown {
  return error instanceof NitidoError && "file" in error.details
    ? new NitidoError(error.code, { ...error.details, file: target })
    : error;
}
