/** Copies that nobody needs any more are removed. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { modelUploadPath } from "../../../electron/contract/resources.ts";
import {
  createResources,
  type ResourcePorts,
} from "../../../electron/services/resources.ts";
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

test.each([
  ["../x.jpg", "x.jpg"],
  ["..\\..\\x.jpg", "x.jpg"],
  ["C:\\x.jpg", "x.jpg"],
  ["C:x.jpg", "C_x.jpg"],
  ["a\0/../x\0.jpg", "x.jpg"],
  ["..", "_"],
  ["", "_"],
  ["nul.jpg", "_nul.jpg"],
  [`${"x".repeat(296)}.jpg`, `${"x".repeat(251)}.jpg`],
])(
  "a file that is posted as %j cannot leave its folder",
  async (name, kept) => {
    const uploads = join(root, "posted");
    const answer = createResources({
      ...({ uploads, lab: {} } as unknown as ResourcePorts),
    });
    const url = new URL(modelUploadPath(name), "http://127.0.0.1");
    const response = await answer(
      new Request(url, { method: "POST", body: "x" }),
    );
    const { path } = (await response.json()) as { path: string };
    expect(basename(path)).toBe(kept);
    expect(dirname(dirname(path))).toBe(uploads);
    expect(readdirSync(dirname(path))).toEqual([kept]);
  },
);
