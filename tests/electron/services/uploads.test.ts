/** Copies that nobody needs any more are removed. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeUnused } from "../../../electron/services/uploads.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();

test("copies that the film strip does not hold go, the others stay", async () => {
  const uploads = join(root, "uploads");
  for (const name of ["kept", "left"]) {
    mkdirSync(join(uploads, name), { recursive: true });
    writeFileSync(join(uploads, name, "a.png"), "");
  }
  await removeUnused(uploads, [
    join(uploads, "kept", "a.png"),
    join(root, "left", "a.png"),
  ]);
  expect(readdirSync(uploads)).toEqual(["kept"]);
});

test("no uploads are none to remove", async () => {
  await removeUnused(join(root, "none"), []);
});
