/** Copies and removes the two files of a model: the ONNX file, and its card beside it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { type Card, cardPath, readCard } from "../../engine/networks/card.ts";
import { inputError } from "../../files/file-errors.ts";
import { fileIdentities, fileIdentity } from "../../files/identity.ts";
import { regularSize } from "../../files/read-regular.ts";
import { ensureFolder, writeSafely } from "../../files/safe-write.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import { numbered } from "../file-name.ts";

/** Throws FILE_NOT_FOUND or FILE_UNREADABLE, also for what might never end. */
export async function sha256Of(file: string): Promise<string> {
  const size = await regularSize(file);
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file, {
      end: Math.max(size - 1, 0),
    }))
      hash.update(chunk as Buffer);
  } catch (error) {
    throw inputError(error, file);
  }
  return hash.digest("hex");
}

/** The card beside a file, if it speaks of these bytes. */
export async function cardOf(
  file: string,
  sha256: string,
): Promise<Card | null> {
  const card = await readCard(file).catch(() => null);
  return card?.sha256 === sha256 ? card : null;
}

/** Throws OUTPUT_EXISTS, OUTPUT_UNWRITABLE, OUTPUT_INVALID or DISK_FULL with `{ file: target }`. */
export async function copyModel(
  from: string,
  target: string,
  sha256: string,
): Promise<void> {
  await writeSafely({
    target,
    overwrite: false,
    inputs: await fileIdentities([from]),
    write: (path) => copyFile(from, path),
    async verify(path) {
      if ((await sha256Of(path)) !== sha256)
        throw new NitidoError("OUTPUT_INVALID", { file: path });
    },
  });
}

export async function writeCard(file: string, card: Card): Promise<void> {
  const text = `${JSON.stringify(card, null, 2)}\n`;
  await writeBytes(cardPath(file), Buffer.from(text), true);
}

/** Copies file and card into a folder, under a name that is free there; returns the file. */
export async function exportModel(
  file: string,
  folder: string,
): Promise<string> {
  const sha256 = await sha256Of(file);
  await ensureFolder(folder);
  const wish = join(folder, basename(file));
  let target = wish;
  for (let number = 2; await isTaken(target); number++)
    target = numbered(wish, number);
  await copyModel(file, target, sha256);
  const card = await cardOf(file, sha256);
  if (card) await writeCard(target, card);
  return target;
}

/** The card last: a model without its card would be a model that cannot be used. */
export async function removeModel(file: string): Promise<void> {
  await rm(file, { force: true });
  await rm(cardPath(file), { force: true });
}

export async function bytesOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw inputError(error, file);
  }
}

async function isTaken(file: string): Promise<boolean> {
  const identities = await Promise.all(
    [file, cardPath(file)].map(fileIdentity),
  );
  return identities.some((identity) => identity !== undefined);
}
