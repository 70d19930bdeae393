/** Files are copied whole or not at all, and originals are removed only for copies that hold the same. */
import {
  existsSync,
  readdirSync,
  rmSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copySafely, removeCopied } from "../../../electron/files/copy.ts";
import { testWith } from "../../support/available.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { tinyDisk } from "../../support/tiny-disk.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

test("a copy has the time of the original, which a move then removes", async () => {
  writeFileSync(at("a"), "what a holds");
  utimesSync(at("a"), 1000, 2000);
  await copySafely(at("a"), at("b"));
  expect(readFileSync(at("b"), "utf8")).toBe("what a holds");
  expect(statSync(at("b")).mtimeMs).toBe(2_000_000);
  await removeCopied(at("a"), at("b"));
  expect(existsSync(at("a"))).toBe(false);
});

test("nothing is replaced, and no original removed for another file", async () => {
  writeFileSync(at("c"), "c");
  writeFileSync(at("d"), "d");
  await expect(copySafely(at("c"), at("d"))).rejects.toMatchObject({
    code: "OUTPUT_EXISTS",
  });
  await expect(removeCopied(at("c"), at("d"))).rejects.toMatchObject({
    code: "OUTPUT_INVALID",
  });
  expect(readFileSync(at("c"), "utf8")).toBe("c");
  expect(readFileSync(at("d"), "utf8")).toBe("d");
  await expect(copySafely(at("none"), at("e"))).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
});

const disk = tinyDisk(at("disk"), 64);
testWith(disk, "a full disk gets nothing, and loses nothing", async (tiny) => {
  const large = at("large");
  writeFileSync(large, new Uint8Array(100_000).fill(7));
  const target = join(tiny, "large");
  await expect(copySafely(large, target)).rejects.toMatchObject({
    ...{ code: "DISK_FULL", details: { file: target } },
  });
  expect(readdirSync(tiny)).toEqual([]);
  expect(readFileSync(large)).toHaveLength(100_000);
  rmSync(large);
});
