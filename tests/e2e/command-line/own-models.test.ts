/** `nitido models` with a denoiser of others: imported, listed, used, measured and removed. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { ModelItem } from "../../../electron/contract/values.ts";
import type { DenoiseResult } from "../../../electron/services/api-files.ts";
import type { ModelsResult } from "../../../electron/services/api-models.ts";
import { foreignModel } from "../../support/foreign-models.ts";
import { pixelsOf, randomImage, saved } from "../../support/image-files.ts";
import { answer, program } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);

beforeAll(() => {
  // The programs inherit it.
  process.env["NITIDO_DATA"] = at("data");
  writeFileSync(at("soft.onnx"), foreignModel("byteScalar"));
  writeFileSync(at("nothing.onnx"), foreignModel("identity"));
});

const names = async (): Promise<string[]> => {
  const { result } = await answer<ModelsResult>(["models"]);
  return result.models.map(({ name }) => name);
};

test("from the file to the photograph, and away again", async () => {
  const { code, result } = await answer<ModelItem>([
    ...["models", "import", at("soft.onnx"), "--name", "Soft focus"],
    ...["--device", "cpu"],
  ]);
  expect(code).toBe(0);
  expect(result).toMatchObject({
    name: "Soft focus",
    origin: "imported",
    card: {
      adapter: {
        range: 255,
        noise: { kind: "scalar", range: 255 },
        output: "image",
      },
    },
  });
  expect(await names()).toContain("Soft focus");

  const photo = await saved(
    pixelsOf(randomImage(70, 50, 3)).png(),
    at("a.png"),
  );
  const denoised = await answer<DenoiseResult>([
    ...["denoise", photo, "--out", at("out"), "--device", "cpu"],
    ...["--model", "Soft focus"],
  ]);
  expect(denoised.code).toBe(0);
  expect(existsSync(at("out", "a-denoised.png"))).toBe(true);

  const removed = await program(["models", "remove", "Soft focus"]);
  expect(removed.stdout).toBe("Soft focus is removed.\n");
  expect(await names()).not.toContain("Soft focus");
});

test("the badge tells people each figure with its limit", async () => {
  const { code, stdout } = await program([
    ...["models", "measure", "fast-awgn", "--device", "cpu"],
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain("Integrity: passed\n");
  expect(stdout.match(/^ {2}✓ /gm)).toHaveLength(5);
  expect(stdout).toMatch(/brightness stays: off by 0\.\d+ of 255, at most 1\n/);
});

test("what is no denoiser is refused, and says why", async () => {
  const { code, stderr } = await program([
    ...["models", "import", at("nothing.onnx"), "--device", "cpu"],
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain("removes no noise from any trial image");
  expect(await names()).not.toContain("nothing");
});

test.each([
  [["models", "remove", "fast-photo"], "cannot be removed"],
  [["models", "remove", "nobody"], "no model called nobody"],
  [["models", "import", "x.onnx", "--range", "7"], "--range takes one of"],
  [["models", "import"], "The argument file.onnx is missing."],
  [["models", "remove", "a", "b"], "too many arguments"],
])("%j is a wrong usage", async (words, expected) => {
  const { code, stderr } = await program(words);
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
});
