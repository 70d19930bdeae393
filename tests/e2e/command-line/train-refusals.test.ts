/** What `nitido train` refuses, before it takes anybody's time or files. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TrainResult } from "../../../electron/services/api-training.ts";
import { testWith } from "../../support/available.ts";
import { pixelsOf, randomImage } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { tinyDisk } from "../../support/tiny-disk.ts";
import { toyNetwork } from "../../support/toy-networks.ts";
import { trainingFolder } from "../../support/training-folder.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const photographs = await trainingFolder(at("photographs"));

const train = (folder: string, out: string, ...more: string[]) =>
  answer<TrainResult>([
    ...["train", folder, "--out", out, "--steps", "1"],
    ...["--device", "cpu", ...more],
  ]);

describe("data", () => {
  test("a folder that is not there", async () => {
    const { code, result } = await train(at("nowhere"), at("a.onnx"));
    expect(code).toBe(1);
    expect(result.error).toMatchObject({
      code: "FILE_NOT_FOUND",
      details: { file: at("nowhere") },
    });
  });

  test("a folder without photographs", async () => {
    mkdirSync(at("papers"));
    writeFileSync(at("papers", "notes.txt"), "no photograph");
    writeFileSync(at("papers", ".hidden.jpg"), "no photograph");
    const { code, result } = await train(at("papers"), at("a.onnx"));
    expect(code).toBe(1);
    expect(result.error).toMatchObject({
      code: "DATA_UNSUITABLE",
      details: { file: at("papers") },
    });
  });

  test("a folder whose photographs are all damaged", async () => {
    mkdirSync(at("damaged"));
    const file = at("damaged", "cut.jpg");
    const bytes = await pixelsOf(randomImage(128, 96, 3))
      .jpeg()
      .toBuffer();
    writeFileSync(file, bytes.subarray(0, bytes.length / 2));
    const { code, result } = await train(at("damaged"), at("a.onnx"));
    expect(code).toBe(1);
    expect(result.error).toMatchObject({
      code: "DATA_UNSUITABLE",
      details: { file: at("damaged"), kind: "none" },
    });
    expect(existsSync(at("a.onnx"))).toBe(false);
  });
});

describe("what is there already is not replaced unasked", () => {
  test.each([
    ["the network", "net.onnx", "net.onnx"],
    ["its card", "net.json", "net.json"],
    ["the run", "net.run/checkpoints/step-00000009.safetensors", "net.run"],
  ])("%s", async (name, file, named) => {
    const folder = at(name);
    mkdirSync(join(folder, "net.run", "checkpoints"), { recursive: true });
    writeFileSync(join(folder, file), "mine");
    const { code, result } = await train(photographs, join(folder, "net.onnx"));
    expect(code).toBe(1);
    expect(result.error).toMatchObject({
      code: "OUTPUT_EXISTS",
      details: { file: join(folder, named) },
    });
    expect(readFileSync(join(folder, file), "utf8")).toBe("mine");
    expect(existsSync(join(folder, "net.run", "recipe.json"))).toBe(false);
  });

  test("when asked, all of it is", async () => {
    const folder = at("asked");
    mkdirSync(join(folder, "net.run", "checkpoints"), { recursive: true });
    const old = [
      "net.onnx",
      "net.json",
      "net.run/checkpoints/step-00000009.safetensors",
    ];
    for (const file of old) writeFileSync(join(folder, file), "mine");
    const { code } = await train(
      photographs,
      join(folder, "net.onnx"),
      "--overwrite",
    );
    expect(code).toBe(0);
    expect(readdirSync(join(folder, "net.run", "checkpoints"))).toEqual([
      "step-00000000.safetensors",
      "step-00000001.safetensors",
    ]);
    for (const file of ["net.onnx", "net.json"])
      expect(readFileSync(join(folder, file), "utf8")).not.toBe("mine");
  });
});

test.each([
  ["--base nowhere", 2, "MODEL_UNKNOWN"],
  ["--base toy.onnx", 1, "MODEL_DAMAGED"],
  ["--noise pink", 2, "USAGE"],
])("%s", async (words, code, error) => {
  toyNetwork("identity", at("toy.onnx"));
  const more = words.replace("toy.onnx", at("toy.onnx")).split(" ");
  const ended = await train(photographs, at("a.onnx"), ...more);
  expect(ended.code).toBe(code);
  expect(ended.result.error?.code).toBe(error);
});

testWith(
  tinyDisk(at("disk"), 64),
  "a full disk leaves no partial file",
  async (disk) => {
    const { code, result } = await train(photographs, join(disk, "net.onnx"));
    expect(code).toBe(3);
    expect(result.error?.code).toBe("DISK_FULL");
    expect(readdirSync(disk)).toEqual(["net.run"]);
    expect(readdirSync(join(disk, "net.run", "checkpoints"))).toEqual([]);
  },
);
