/** Finds and reads the WebAssembly of a package. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** `specifier` names the file inside its package, as an import would. */
export async function moduleBytes(
  specifier: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = fileURLToPath(import.meta.resolve(specifier));
  return Uint8Array.from(await readFile(file));
}
