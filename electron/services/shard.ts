/** Splits a batch over machines that know nothing of each other: which photographs are whose follows from their names. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Shard } from "./api-files.ts";
import type { InputFile } from "./inputs.ts";

/**
 * Whether the photograph belongs to the shard. It follows from its name and its folder below the one
 * that was given, so every machine agrees wherever it has mounted them, and photographs that are
 * added or removed meanwhile move no other.
 */
export function belongsTo(
  { path, folder }: Pick<InputFile, "path" | "folder">,
  { index, count }: Shard,
): boolean {
  const name = [...folder.split(/[\\/]/), basename(path)].join("/");
  const digest = createHash("sha256").update(name.normalize("NFC")).digest();
  return digest.readUInt32BE(0) % count === index - 1;
}
