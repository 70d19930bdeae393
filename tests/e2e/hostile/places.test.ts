/** Places that trick programs: pipes and devices do not stop a batch, and nothing is written outside the chosen folder or over an original. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const model = toyNetwork("identity", at("identity.onnx"));
for (const folder of ["in/trip", "in/CON", "outside", "out"])
  mkdirSync(at(folder), { recursive: true });
const photograph = (...names: string[]): Promise<string> =>
  saved(pixelsOf(randomImage(16, 12, 3)).png(), at(...names));
const outputs = (folder: string): string[] =>
  readdirSync(at(folder), { recursive: true, encoding: "utf8" }).sort();

const denoise = (out: string, ...more: string[]) =>
  answer<DenoiseResult>([
    ...["denoise", at("in"), "--recursive", "--out", at(out), ...more],
    ...["--model", model, "--device", "cpu", "--noise", "5"],
  ]);

test.skipIf(process.platform !== "linux")(
  "pipes, devices, links out of the folder, and names of every kind",
  async () => {
    await photograph("in", "good.png");
    await photograph("in", "trip", "a.png");
    await photograph("in", "CON", `${"ñ".repeat(125)}.png`);
    await photograph("in", "\u202egnp.exe.png");
    await photograph("in", "A.png");
    await photograph("in", "a.png");
    execFileSync("mkfifo", [at("in", "pipe.png")]);
    symlinkSync("/dev/zero", at("in", "zero.png"));
    const original = readFileSync(at("in", "good.png"));
    // Somebody has laid links into the folder of the outputs.
    symlinkSync(at("outside"), at("out", "trip"));
    symlinkSync(at("in", "good.png"), at("out", "good-denoised.png"));
    symlinkSync(at("outside", "new.png"), at("out", "a-denoised.png"));

    const { code, result } = await denoise("out", "--overwrite");
    expect(code).toBe(1);
    const failed = result.files
      .filter(({ status }) => status === "failed")
      .map(({ input, error }) => [input.slice(root.length + 4), error?.code]);
    expect(failed.sort()).toEqual([
      ["good.png", "OUTPUT_IS_INPUT"],
      ["pipe.png", "FILE_UNREADABLE"],
      ["trip/a.png", "OUTPUT_UNWRITABLE"],
      ["zero.png", "FILE_UNREADABLE"],
    ]);
    expect(outputs("outside")).toEqual([]);
    expect(readFileSync(at("in", "good.png")).equals(original)).toBe(true);
    expect(outputs("out")).toEqual([
      "A-denoised.png",
      "_CON",
      `_CON/${"ñ".repeat(121)}-denoised.png`,
      "a-denoised.png",
      "gnp.exe-denoised.png",
      "good-denoised.png",
      "nitido-ledger.jsonl",
      "trip",
    ]);
  },
);

test.each(["../evil", "/tmp/evil", "a/../../evil", "evil\\x"])(
  "the template %s is no name",
  async (name) => {
    const { code, result } = await denoise("out-2", "--name", name);
    expect(code).toBe(2);
    expect(result.error?.code).toBe("USAGE");
    expect(existsSync(at("out-2"))).toBe(false);
  },
);
