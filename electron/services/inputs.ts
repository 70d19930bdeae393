/** Turns files and folders into the list of photographs to work on. */
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { NitidoError } from "../../models/errors.ts";
import { formatOfName } from "../codecs/formats.ts";
import { inputError } from "../files/file-errors.ts";

export interface InputFile {
  readonly path: string;
  /** The folder it was found in, relative to the folder that was given; "" for files given by name. */
  readonly folder: string;
  /** Why it cannot be used: it is reported, and the others go on. */
  readonly error?: NitidoError;
}

/**
 * Files as given, whatever their names; of folders those with the name of an image, in natural
 * order, hidden ones left out. With `recursive` folders inside folders too; a folder that links
 * lead to twice is entered once. What is missing or cannot be read becomes an entry with an error.
 */
export async function expandInputs(
  inputs: readonly string[],
  recursive: boolean,
): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for (const path of inputs) {
    const status = await stat(path).catch((error: unknown) => error);
    if (status instanceof Error || !isStatus(status))
      found.push({ path, folder: "", error: inputError(status, path) });
    else if (!status.isDirectory()) found.push({ path, folder: "" });
    else found.push(...(await scan(path, "", recursive, new Set())));
  }
  return found;
}

type Status = Awaited<ReturnType<typeof stat>>;

function isStatus(value: unknown): value is Status {
  return typeof value === "object" && value !== null && "isDirectory" in value;
}

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
    if (entered.has(real)) return [];
    entered.add(real);
    const names = (await readdir(path)).filter((name) => !name.startsWith("."));
    const found: InputFile[] = [];
    for (const name of names.sort(naturally)) {
      const status = await stat(join(path, name)).catch(() => undefined);
      if (status?.isDirectory()) {
        if (recursive)
          found.push(...(await scan(root, join(folder, name), true, entered)));
      } else if (formatOfName(name) !== undefined) {
        found.push({ path: join(path, name), folder });
      }
    }
    return found;
  } catch (error) {
    return [{ path, folder, error: inputError(error, path) }];
  }
}

/** IMG_9 before IMG_10; the same on every machine, whatever its language. */
function naturally(a: string, b: string): number {
  return COLLATOR.compare(a, b) || (a < b ? -1 : 1);
}

const COLLATOR = new Intl.Collator("en", { numeric: true });
