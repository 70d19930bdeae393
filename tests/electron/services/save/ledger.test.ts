/** A ledger on the disk: what is whole counts, what is not does no harm. */
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LedgerEntry } from "../../../../electron/services/save/entries.ts";
import {
  Ledger,
  type LedgerContent,
} from "../../../../electron/services/save/ledger.ts";
import { testWith } from "../../../support/available.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { tinyDisk } from "../../../support/tiny-disk.ts";
import { RULES, SETTINGS } from "./harness.ts";

const root = temporaryFolder();
const fileIn = (folder: string): string =>
  join(mkdtempSync(join(folder, "case-")), "x.jsonl");

const CONTENT: LedgerContent = {
  header: {
    format: "nitido-save",
    version: 1,
    id: "job",
    created: 1,
    rules: RULES,
    items: 1,
  },
  items: [
    {
      image: "a",
      path: "/photos/ñandú \n 🏔.png",
      settings: { ...SETTINGS, noise: { luma: 3, chroma: 7.5 } },
      output: "/out/a.png",
      base: "/out/a.png",
      error: { code: "INTERNAL", message: "m", details: { file: "f", n: 1 } },
    },
  ],
  entries: [],
};

const started = (staging: string): LedgerEntry => ({
  event: "started",
  item: 0,
  output: "/out/a.png",
  staging,
});

const entriesOf = async (file: string): Promise<readonly LedgerEntry[]> =>
  (await Ledger.open(file))!.content.entries;

test("is read as it was written", async () => {
  const file = fileIn(root);
  const ledger = await Ledger.create(file, CONTENT);
  const entries: LedgerEntry[] = [
    started("/out/.nitido-1"),
    { event: "paused" },
    { event: "resumed" },
  ];
  // In the order of asking, though nobody waits.
  await Promise.all(entries.map((entry) => ledger.append(entry)));
  const opened = await Ledger.open(file);
  expect(opened?.content).toEqual({ ...CONTENT, entries });
});

test("goes on behind the last whole line", async () => {
  const file = fileIn(root);
  const ledger = await Ledger.create(file, CONTENT);
  await ledger.append({ event: "paused" });
  appendFileSync(file, '{"event":"started","item":0,"output":"/out/a long na');
  const again = await Ledger.open(file);
  await again?.ledger.append({ event: "resumed" });
  expect(await entriesOf(file)).toEqual([
    { event: "paused" },
    { event: "resumed" },
  ]);
});

test("passes over damaged lines and images that it does not know", async () => {
  const file = fileIn(root);
  await Ledger.create(file, CONTENT);
  const lines = [
    '{"event":"paused"}',
    '{"event":"pau\u0000ed"}',
    '{"event":"started","item":7,"output":"a","staging":"b"}',
    "null",
    "",
    '{"event":"cancelled"}',
  ];
  appendFileSync(file, lines.map((line) => `${line}\n`).join(""));
  expect(await entriesOf(file)).toEqual([
    { event: "paused" },
    { event: "cancelled" },
  ]);
});

test("does not become one when its items are missing", async () => {
  const file = fileIn(root);
  await Ledger.create(file, CONTENT);
  const [header = ""] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, `${header}\n{"image":"a"}\n`);
  expect(await Ledger.open(file)).toBeNull();
  writeFileSync(file, `${header}\n`);
  expect(await Ledger.open(file)).toBeNull();
});

test("that was deleted takes in nothing more", async () => {
  const file = fileIn(root);
  const ledger = await Ledger.create(file, CONTENT);
  rmSync(file);
  await expect(ledger.append({ event: "paused" })).rejects.toMatchObject({
    code: "OUTPUT_UNWRITABLE",
  });
});

const disk = tinyDisk(join(root, "disk"), 64);
testWith(
  disk,
  "on a full disk it says so, and goes on when there is room",
  async (folder) => {
    const file = join(folder, "x.jsonl");
    const ledger = await Ledger.create(file, CONTENT);
    const ballast = join(folder, "ballast");
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    // Longer than what is left of the file's last block.
    const long = started("x".repeat(8192));
    await expect(ledger.append(long)).rejects.toMatchObject({
      code: "DISK_FULL",
    });
    rmSync(ballast);
    await ledger.append({ event: "paused" });
    expect(await entriesOf(file)).toEqual([{ event: "paused" }]);
  },
);
