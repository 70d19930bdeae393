/** Where the built programs are, whichever file of the package asks. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { invariant } from "../../models/errors.ts";

export type Program = "engine" | "compute" | "batches" | "decoder" | "lab";

/**
 * The path of `dist/<program>.js`. The asker may be a source file, a bundle or a chunk of one, so
 * the package's folder is found by walking up from it.
 */
export function programPath(program: Program): string {
  const tail = join("dist", `${program}.js`);
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, tail))) {
    const parent = dirname(folder);
    invariant(parent !== folder, `${tail} is missing: run npm run build`);
    folder = parent;
  }
  return outOfArchive(join(folder, tail));
}

/** Of the package, as people read it. */
export function packageVersion(): string {
  const file = join(dirname(dirname(programPath("engine"))), "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as {
    version: string;
  };
  return version;
}

/** Inside Electron the package is an archive, which plain Node cannot read: what it needs lies beside it. */
export function outOfArchive(path: string): string {
  return path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`);
}
