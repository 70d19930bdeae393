/** Wrong usage ends with 2, names the option and its range, and never starts the engine. */
import { describe, expect, test } from "vitest";
import { nitido } from "../../support/fake-host.ts";

describe("a wrong usage", () => {
  test.each([
    ["denoise --out b", "The argument files|folders is missing."],
    ["denoise a", "The option --out <dir|file> is missing."],
    ["denoise a --out", "The option --out <dir|file> needs a value."],
    ["denoise a --out b --luma 101", "a number from 0 to 100, not “101”"],
    ["denoise a --out b --detail -1", "--detail takes a number from 0 to 100"],
    ["denoise a --out b --noise much", "takes auto, a number from 0 to 100"],
    ["denoise a --out b --noise 1e1", "takes auto, a number from 0 to 100"],
    ["denoise a --out b --noise 1,2,3", "or two of them with a comma"],
    ["denoise a --out b --noise 1,101", "or two of them with a comma"],
    ["denoise a --out b --quality 92.5", "a whole number from 1 to 100"],
    ["denoise a --out b --quality 0", "a whole number from 1 to 100"],
    ["denoise a --out b --bit-depth 9", "takes one of 8, 10, 12, 16, keep"],
    ["denoise a --out b --format bmp", "takes one of keep, jpeg, png, tiff"],
    ["denoise a --out b --device abacus", "takes one of auto, cpu, webgpu"],
    ["denoise a --out b --name x/y", "--name takes a file name without a"],
    ["denoise a --out b --overwrite --skip-existing", "exclude each other"],
    ["denoise a --out b --nois 3", "Did you mean --noise?"],
    ["denois a", "Did you mean denoise?"],
    ["models a b", "There are too many arguments."],
    ["evaluate", "Give one thing to evaluate"],
    ["evaluate a --pairs b", "Give one thing to evaluate"],
    ["evaluate --noisy b", "Give one thing to evaluate"],
    ["evaluate --pairs b --noise 25", "exclude each other"],
    ["evaluate --pairs b --jpeg 75", "exclude each other"],
    ["evaluate --noisy a --clean b --noise-model camera", "exclude each other"],
    ["evaluate a --noise-model jpeg", "takes one of white, poisson-gaussian"],
    ["evaluate a --noise-model none --noise 5", "exclude each other"],
    ["evaluate a --jpeg 101", "--jpeg takes a whole number from 1 to 100"],
    [
      "evaluate a --subsampling 4:2:0",
      "The option --jpeg <quality> is missing",
    ],
    ["evaluate a --jpeg 75 --subsampling 4:1:1", "takes one of auto, 4:4:4"],
    ["evaluate a --regret --assume 5", "exclude each other"],
    ["train a --out b.png", "--out takes a file that ends in .onnx"],
    ["train a --out b.onnx --minutes 1 --steps 2", "exclude each other"],
    ["train a --out b.onnx --resume c --seed 1", "exclude each other"],
    ["train a --out b.onnx --resume c --patch 64", "exclude each other"],
    ["train a --out b.onnx --resume c --finish --steps 1", "exclude each"],
    ["train a --out b.onnx --finish", "The option --resume <run> is missing"],
    ["train a --out b.onnx --patch 100", "a multiple of 16 from 32 to 512"],
    ["train a --out b.onnx --batch 65", "a whole number from 1 to 64"],
    ["train a --out b.onnx --learning-rate 1e-7", "from 0.000001 to 0.1"],
    ["train a --out b.onnx --seed 4294967296", "from 0 to 4294967295"],
    ["devices --lang xx", "--lang takes one of en, es, not “xx”."],
  ])("%s", async (words, complaint) => {
    const { code, stdout, stderr, calls } = await nitido(words);
    expect(stderr).toContain(complaint);
    expect({ code, stdout, calls }).toEqual({ code: 2, stdout: "", calls: [] });
  });

  test("is one object for programs", async () => {
    const { code, stdout } = await nitido("denoise a --out b --luma x --json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "USAGE",
        message: "--luma takes a number from 0 to 100, not “x”.",
        details: {
          kind: "number",
          option: "--luma",
          min: 0,
          max: 100,
          value: "x",
        },
      },
    });
  });

  test("says where to read on", async () => {
    expect((await nitido("denoise a")).stderr).toContain(
      "`nitido denoise --help` explains it.",
    );
    expect((await nitido("--frob")).stderr).toContain("`nitido --help`");
  });
});

describe("help", () => {
  test("is shown when asked for", async () => {
    const { code, stdout, stderr } = await nitido("denoise --help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("--bit-depth <bits>");
    expect(stdout).toContain("(one of 8, 10,");
    expect(stdout).toContain("Global options:");
  });

  test("is shown, as an error, when no command is given", async () => {
    const { code, stdout, stderr } = await nitido("");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Commands:");
  });

  test("speaks the language of --lang, and that of the environment", async () => {
    const spanish = await nitido("denoise --help --lang es");
    expect(spanish.stdout).toMatch(/^Uso: nitido denoise \[opciones\]/);
    const environment = { LANG: "es_ES.UTF-8" };
    expect((await nitido("--help", { environment })).stdout).toContain(
      "Órdenes:",
    );
    expect(
      (await nitido("--lang=en --help", { environment })).stdout,
    ).toContain("Commands:");
  });

  test("has the version", async () => {
    expect(await nitido("--version")).toMatchObject({
      code: 0,
      stdout: "1.2.3\n",
    });
  });
});
