/** Turns files and folders into the list of photographs to work on. */
import { readdir, realpath, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { NitidoError } from "../../models/errors.ts";
import { formatOfName } from "../codecs/formats.ts";
import { inputError } from "../files/file-errors.ts";

export interface InputFile {
  readonly path: string;
  /** The folder it was found in, relative to the folder that was given; "" for files given by name. */
  readonly folder: string;
  /** The folder that was given; absent for files given by name. */
  readonly root?: string;
  /** Why it cannot be used: it is reported, and the others go on. */
  readonly error?: NitidoError;
}

/**
 * Files as given, whatever their names; of folders those with the name of an
 * image, in natural order, hidden ones left out. With `recursive` folders inside
 * folders too. What is missing or cannot be read becomes an entry with an error.
 *
 * Nothing comes twice: not a file given by name and by its folder, and not a
 * folder that links lead to again. `leaveOut` is a folder that is passed over
 * when it is met inside a given one: the outputs of an earlier run.
 */
export async function expandInputs(
  inputs: readonly string[],
  recursive: boolean,
  leaveOut?: string,
): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for (const path of inputs) {
    if (await isFolder(path)) {
      const entered = new Set<string>();
      if (leaveOut !== undefined) entered.add(await realPathOf(leaveOut));
      found.push(...(await scan(path, "", recursive, entered)));
    } else found.push(await given(path));
  }
  return withoutRepeats(found);
}

async function given(path: string): Promise<InputFile> {
  try {
    await stat(path);
    return { path, folder: "" };
  } catch (error) {
    return { path, folder: "", error: inputError(error, path) };
  }
}

/** The images of a folder below `root`; `entered` holds the real paths of folders that are not entered any more. */
async function scan(
  root: string,
  folder: string,
  recursive: boolean,
  entered: Set<string>,
): Promise<InputFile[]> {
  const path = join(root, folder);
  try {
    // Only the real path tells that a link leads back.
    const real = await realpath(path);
    // A folder that is given is meant, even when the outputs go there too.
    if (folder !== "" && entered.has(real)) return [];
    entered.add(real);
    const names = (await readdir(path)).filter((name) => !name.startsWith("."));
    const found: InputFile[] = [];
    for (const name of names.sort(naturally)) {
      const inner = join(folder, name);
      if (await isFolder(join(path, name))) {
        if (recursive) found.push(...(await scan(root, inner, true, entered)));
      } else if (formatOfName(name) !== undefined) {
        found.push({ path: join(path, name), folder, root });
      }
    }
    return found;
  } catch (error) {
    return [{ path, folder, error: inputError(error, path) }];
  }
}

async function isFolder(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  return status?.isDirectory() === true;
}

/** It need not exist yet. */
function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

/** The first of each path, however it is spelled. */
function withoutRepeats(files: readonly InputFile[]): InputFile[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => {
    const before = seen.size;
    return seen.add(resolve(path)).size > before;
  });
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** IMG_9 before IMG_10; the same on every machine, whatever its language. */
function naturally(a: string, b: string): number {
  return COLLATOR.compare(a, b) || (a < b ? -1 : 1);
}
