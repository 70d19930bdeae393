/** One odd file that stops a whole batch, or is lost without a word (Upscayl #283, #568, #1018, #1473): acceptance test 7. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
/** The superuser reads what is closed. */
const bound = process.geteuid?.() !== 0;

test("Thumbs.db, a truncated JPEG, Unicode names, nested and unreadable folders", async () => {
  const at = (...names: string[]): string => join(root, ...names);
  const model = toyNetwork("identity", at("identity.onnx"));
  for (const folder of ["in/año/día 1", "in/closed", "out"])
    mkdirSync(at(folder), { recursive: true });
  const pixels = () => pixelsOf(randomImage(32, 24, 3));
  const jpeg = await pixels().jpeg().toBuffer();
  const good = ["a.jpg", "写真 🏔.png", "año/día 1/ñandú.png"];
  for (const name of good) await saved(pixels().png(), at("in", name));
  writeFileSync(at("in", "a.jpg"), jpeg);
  writeFileSync(at("in", "Thumbs.db"), "no photograph");
  writeFileSync(at("in", "cut.jpg"), jpeg.subarray(0, jpeg.length / 2));
  writeFileSync(at("in", "closed", "b.jpg"), jpeg);
  chmodSync(at("in", "closed"), 0o000);
  symlinkSync(at("in", "loop.jpg"), at("in", "loop.jpg"));

  const { code, result } = await answer<DenoiseResult>([
    ...["denoise", at("in"), "--recursive", "--out", at("out")],
    ...["--model", model, "--device", "cpu", "--noise", "5"],
    ...["--name", "{name}"],
  ]);
  chmodSync(at("in", "closed"), 0o755);
  expect(code).toBe(1);
  const of = (wanted: string) =>
    result.files
      .filter(({ status }) => status === wanted)
      .map(({ input, error }) => [
        input.slice(at("in").length + 1),
        error?.code,
      ]);
  expect(of("done").sort()).toEqual(
    [...good, ...(bound ? [] : ["closed/b.jpg"])]
      .map((name) => [name, undefined])
      .sort(),
  );
  expect(of("failed").sort()).toEqual([
    ...(bound ? [["closed", "FILE_UNREADABLE"]] : []),
    ["cut.jpg", "FILE_DAMAGED"],
    ["loop.jpg", "FILE_UNREADABLE"],
  ]);
  const written = readdirSync(at("out"), { recursive: true });
  expect(written).toEqual(expect.arrayContaining(good));
});
