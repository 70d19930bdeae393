/**
 * How the browser gets the address that lets in: from a file that only its owner can read. What
 * stands in a program's arguments, every user of the machine can.
 */
import { randomBytes } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRIVATE } from "../files/private.ts";

const NAME = /^entry-[\w-]+\.html$/;

/** Writes a page that leads on to the address; returns its path. */
export async function writeEntryPage(
  folder: string,
  address: string,
): Promise<string> {
  const file = join(
    folder,
    `entry-${randomBytes(9).toString("base64url")}.html`,
  );
  const page = `<!doctype html>
<meta charset="utf-8" />
<meta name="referrer" content="no-referrer" />
<meta http-equiv="refresh" content="0; url=${address}" />
<title>Nítido</title>
<a href="${address}">Nítido</a>
`;
  await writeFile(file, page, { mode: PRIVATE.file, flag: "wx" });
  return file;
}

/** Removes all of them, those of an earlier start as well: each is of use once. */
export async function removeEntryPages(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (NAME.test(name))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
}
