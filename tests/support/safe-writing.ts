/** A new folder for each test, and a small text that is written into it safely. */
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect } from "vitest";
import {
  type SafeWrite,
  writeSafely,
} from "../../electron/files/safe-write.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const root = temporaryFolder();
export let folder = root;
export let target = root;
beforeEach(() => {
  folder = mkdtempSync(join(root, "case-"));
  target = join(folder, "out.txt");
});

export const request = (part: Partial<SafeWrite> = {}): SafeWrite => ({
  target,
  overwrite: false,
  inputs: new Set(),
  write: (path) => writeFile(path, "new"),
  verify: () => Promise.resolve(),
  ...part,
});

/** The call rejects with the code, and the folder holds the same as before. */
export async function expectRefusal(
  part: Partial<SafeWrite>,
  code: string,
): Promise<void> {
  const before = contents();
  await expect(writeSafely(request(part))).rejects.toMatchObject({
    code,
    details: { file: part.target ?? target },
  });
  expect(contents()).toEqual(before);
}

export const contents = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.startsWith("folder"))
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
