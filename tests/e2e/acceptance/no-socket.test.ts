/** A program for photographs that talks to servers (Upscayl #1437): no socket is opened, acceptance test 9. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { available, testWith } from "../../support/available.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const root = join(import.meta.dirname, "../../..");

testWith(
  available.strace,
  "denoising opens no socket to any network, in no process and no thread",
  async (strace) => {
    const input = join(folder, "a.png");
    await saved(pixelsOf(randomImage(64, 48, 3)).png(), input);
    const log = join(folder, "calls.txt");
    const { status } = spawnSync(strace, [
      ...["-f", "-qq", "-e", "trace=socket,connect,bind", "-o", log],
      ...[process.execPath, join(root, manifest.bin.nitido), "denoise", input],
      ...["--out", join(folder, "out.png"), "--device", "cpu"],
    ]);
    expect(status).toBe(0);
    // AF_UNIX are the pipes between its own processes.
    const calls = readFileSync(log, "utf8").split("\n");
    expect(calls.filter((call) => /AF_(?!UNIX)/.test(call))).toEqual([]);
  },
);
