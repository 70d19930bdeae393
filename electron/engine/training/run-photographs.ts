/** Which photographs a run learns from and which it holds out, kept in its folder: the same for as long as it lasts. */
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import type { PhotographFile } from "./batch-messages.ts";

export interface Split {
  readonly training: readonly PhotographFile[];
  readonly heldOut: readonly PhotographFile[];
}

/** Files are kept relative to the folder, with slashes. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
export async function writeSplit(
  run: string,
  folder: string,
  { training, heldOut }: Split,
): Promise<void> {
  const rename = (file: string) => relative(folder, file).split(sep).join("/");
  const split = {
    training: training.map((one) => renamed(one, rename)),
    heldOut: heldOut.map((one) => renamed(one, rename)),
  };
  const bytes = Buffer.from(`${JSON.stringify(split)}\n`);
  await writeBytes(splitFile(run), bytes, true);
}

/** Files relative to the training's folder, with slashes. Throws FILE_NOT_FOUND, CHECKPOINT_DAMAGED. */
export async function readSplit(run: string): Promise<Split> {
  const file = splitFile(run);
  const text = await readFile(file, "utf8").catch(() => {
    throw new NitidoError("FILE_NOT_FOUND", { file });
  });
  try {
    return JSON.parse(text) as Split;
  } catch (error) {
    throw new NitidoError("CHECKPOINT_DAMAGED", {
      file,
      reason: String(error),
    });
  }
}

/** The photograph with its files where they are now. */
export function inFolder(
  folder: string,
  photograph: PhotographFile,
): PhotographFile {
  return renamed(photograph, (file) => join(folder, ...file.split("/")));
}

function renamed(
  { file, clean }: PhotographFile,
  rename: (file: string) => string,
): PhotographFile {
  return {
    file: rename(file),
    ...(clean && { clean: { ...clean, file: rename(clean.file) } }),
  };
}

const splitFile = (run: string): string => join(run, "photographs.json");
