/** One instance at a time uses a data folder. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimDataFolder } from "../../../electron/services/claim.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();

test("a living process keeps the others out", async () => {
  const folder = join(root, "held");
  const claim = await claimDataFolder(folder);
  // The parent of this process lives as long as the test does.
  writeFileSync(join(folder, "running"), String(process.ppid));
  await expect(claimDataFolder(folder)).rejects.toMatchObject({
    code: "ALREADY_RUNNING",
    details: { process: process.ppid },
  });
  await claim.release();
  await (await claimDataFolder(folder)).release();
});

test.each(["", "999999999", "no number"])(
  "the mark of a process that is gone means nothing: %o",
  async (content) => {
    const folder = join(root, "left");
    await (await claimDataFolder(folder)).release();
    writeFileSync(join(folder, "running"), content);
    await (await claimDataFolder(folder)).release();
  },
);
