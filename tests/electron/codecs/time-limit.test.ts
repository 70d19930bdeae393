/** A decoder that a damaged file keeps busy for ever is ended, and the next file is decoded. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { timeLimit } from "../../../electron/codecs/limits.ts";
import { workAside } from "../../../electron/codecs/wasm/work-aside.ts";
import { writeExr } from "../../support/exr-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const exr = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

test("OpenEXR whose first name never ends", async () => {
  const endless = exr("endless.exr", Buffer.from("762f31010200000061", "hex"));
  await expect(workAside("exrFloats", endless, null, 500)).rejects.toThrow(
    "decoding took too long",
  );
  const good = exr("good.exr", writeExr(1, 1, { R: [1], G: [0.5], B: [0] }));
  const { samples } = await workAside("exrFloats", good, null);
  expect([...samples.subarray(0, 3)]).toEqual([1, 0.5, 0]);
});

test("larger images have more time", () => {
  expect(timeLimit({ width: 1, height: 1 })).toBeCloseTo(60_000, 0);
  expect(timeLimit({ width: 10_000, height: 10_000 })).toBe(360_000);
});
