/** `nitido denoise`: the report for programs and for people, exit codes, and outputs that are there already. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import { blockImage, pixelsOf, saved } from "../../support/image-files.ts";
import { answer, program } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const model = toyNetwork("identity", at("toy.onnx"));
const photo = await saved(pixelsOf(blockImage(8, 6)).png(), at("photo.png"));
const empty = at("empty.png");
writeFileSync(empty, "");

const parameters = (...more: string[]) => [
  ...["denoise", "--model", model, "--device", "cpu", ...more],
];
const denoise = (...more: string[]) =>
  answer<DenoiseResult>(parameters(...more));

describe("the report", () => {
  test("for programs has exactly these fields", async () => {
    const out = at("json");
    const { code, result } = await denoise(photo, empty, "--out", out);
    expect(code).toBe(1);
    const number = expect.any(Number) as number;
    expect(result).toEqual({
      device: "cpu",
      model: "toy",
      files: [
        {
          input: photo,
          output: join(out, "photo-denoised.png"),
          status: "done",
          noise: {
            sigma: [number, number, number],
            a: number,
            b: number,
            correlation: number,
            correlated: expect.any(Boolean) as boolean,
            curve: expect.any(Array) as number[],
          },
          ...{ model: "toy", device: "cpu" },
          notices: [],
          megapixels: 0.003072,
          seconds: number,
        },
        {
          input: empty,
          output: join(out, "empty-denoised.png"),
          status: "failed",
          error: {
            code: "FILE_EMPTY",
            message: `${empty} is empty. Copy it again from where it came.`,
            details: { file: empty },
          },
          notices: [],
          megapixels: 0,
          seconds: number,
        },
      ],
    });
  });

  test("for people has the done and the sum on stdout, the failed on stderr", async () => {
    const out = at("text");
    const { code, stdout, stderr } = await program(
      parameters(photo, empty, "--out", out, "--noise", "7"),
    );
    expect(code).toBe(1);
    const [done, sum] = stdout.trimEnd().split("\n");
    expect(done).toContain(`${photo} → ${join(out, "photo-denoised.png")}`);
    expect(done).toContain("σ 7");
    expect(sum).toMatch(/^1 done, 1 failed, 0 skipped .* toy on cpu$/);
    expect(stderr).toContain(`${empty} is empty. Copy it again`);
  });
});

describe("an output that is there already", () => {
  const out = at("there");
  const taken = join(out, "photo-denoised.png");

  test("is an error unless asked otherwise, and then skipped or replaced", async () => {
    expect((await denoise(photo, "--out", out)).code).toBe(0);
    const finished = readFileSync(taken);
    writeFileSync(taken, "mine");

    const refused = await denoise(photo, "--out", out);
    expect(refused.code).toBe(1);
    expect(refused.result.files[0]).toMatchObject({
      status: "failed",
      error: { code: "OUTPUT_EXISTS", details: { file: taken } },
    });
    expect(readFileSync(taken, "utf8")).toBe("mine");

    const skipped = await denoise(photo, "--out", out, "--skip-existing");
    expect(skipped.code).toBe(0);
    expect(skipped.result.files[0]).toMatchObject({ status: "skipped" });
    expect(readFileSync(taken, "utf8")).toBe("mine");

    const replaced = await denoise(photo, "--out", out, "--overwrite");
    expect(replaced.code).toBe(0);
    expect(readFileSync(taken).equals(finished)).toBe(true);
  });
});

test.each([
  ["--noise 101", "--noise takes auto, a number from 0 to 100"],
  ["--strength 1e1", "--strength takes a number from 0 to 100"],
  ["--format bmp", "--format takes one of keep, jpeg, png"],
])("%s is a wrong usage", async (words, complaint) => {
  const { code, result } = await denoise(
    photo,
    "--out",
    "o",
    ...words.split(" "),
  );
  expect(code).toBe(2);
  expect(result.error?.code).toBe("USAGE");
  expect(result.error?.message).toContain(complaint);
});
