/** Writes what is in memory as a file, completely or not at all. */
import { readFile, writeFile } from "node:fs/promises";
import { NitidoError } from "../../models/errors.ts";
import { writeSafely } from "./safe-write.ts";

/** Throws OUTPUT_EXISTS, OUTPUT_UNWRITABLE, OUTPUT_INVALID or DISK_FULL with `{ file: target }`. */
export async function writeBytes(
  target: string,
  bytes: Uint8Array,
  overwrite: boolean,
): Promise<void> {
  await writeSafely({
    target,
    overwrite,
    inputs: new Set(),
    write: (path) => writeFile(path, bytes),
    async verify(path) {
      const written = await readFile(path);
      if (!written.equals(bytes))
        throw new NitidoError("OUTPUT_INVALID", { file: path });
    },
  });
}
