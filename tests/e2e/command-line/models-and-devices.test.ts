/** `nitido models` and `nitido devices`: what is here, by name, and what `auto` takes. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import type {
  DenoiseResult,
  EvaluateResult,
} from "../../../electron/services/api-files.ts";
import type { ModelsResult } from "../../../electron/services/api-models.ts";
import type { DevicesResult } from "../../../electron/services/api.ts";
import { pixelsOf, saved, slopeImage } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { available, testWith } from "../../support/available.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();

describe("models", () => {
  test("lists the shipped networks, each the file that its card describes", async () => {
    const { code, result } = await answer<ModelsResult>(["models"]);
    expect(code).toBe(0);
    expect(result.models.map(({ name }) => name)).toEqual([
      "fast-awgn",
      "fast-photo",
    ]);
    for (const { name, file, network, noise } of result.models) {
      expect([network, noise]).toEqual(name.split("-"));
      const shown = await answer<ModelsResult>(["models", name]);
      const sha256 = createHash("sha256").update(readFileSync(file));
      expect(shown.result.models[0]?.card?.["sha256"]).toBe(
        sha256.digest("hex"),
      );
    }
  });

  test("shows a network without a card by its size alone", async () => {
    const file = toyNetwork("identity", join(root, "toy.onnx"));
    const { code, result } = await answer<ModelsResult>(["models", file]);
    expect(code).toBe(0);
    expect(result.models).toEqual([
      {
        name: "toy",
        file,
        origin: "file",
        megabytes: readFileSync(file).length / 1e6,
      },
    ]);
  });
});

describe("the shipped networks", async () => {
  const clean = slopeImage(0);
  await saved(pixelsOf(clean).png(), join(root, "soft.png"));

  test("remove white noise", async () => {
    const { code, result } = await answer<EvaluateResult>([
      "evaluate",
      root,
      "--device",
      "cpu",
    ]);
    expect(code).toBe(0);
    expect(result.model).toBe("fast-awgn");
    expect(result.psnr).toBeGreaterThan(result.noisyPsnr + 8);
  });

  test("leave a clean photograph as it is", async () => {
    const [input, output] = [join(root, "soft.png"), join(root, "out.png")];
    const { result } = await answer<DenoiseResult>([
      "denoise",
      input,
      "--out",
      output,
    ]);
    expect(result).toMatchObject({
      model: "fast-photo",
      files: [{ status: "done" }],
    });
    expect(Math.max(...result.files[0]!.noise!.sigma)).toBeLessThan(1);
    const { image } = await decodeImage(output);
    const changed = image.samples.filter(
      (value, i) => Math.abs(value - clean.samples[i]!) > 1,
    );
    // In the outermost corners the network guesses what lies beyond.
    expect(changed.length).toBeLessThan(clean.samples.length / 1000);
  });
});

test("devices are tried, and the choice is one that works", async () => {
  const { code, result } = await answer<DevicesResult>(["devices"]);
  expect(code).toBe(0);
  expect(result.devices.map(({ device }) => device)).toEqual([
    ...["cpu", "webgpu", "cuda", "directml", "coreml", "tensorflow"],
  ]);
  const ready = result.devices.filter(({ status }) => status === "ready");
  expect(ready.map(({ device }) => device)).toContain("cpu");
  expect(ready.map(({ device }) => device)).toContain(result.choice.device);
  for (const { name, mpxPerSecond } of ready) {
    expect(name).not.toBe("");
    expect(mpxPerSecond).toBeGreaterThan(0);
  }
});

testWith(
  available.tensorflow,
  "a network gives the same on TensorFlow as on the CPU",
  async () => {
    const on = async (device: string) => {
      const out = join(root, `${device}.png`);
      const { code, result } = await answer<DenoiseResult>([
        ...["denoise", join(root, "soft.png"), "--out", out],
        ...["--device", device, "--noise", "20"],
      ]);
      expect(code).toBe(0);
      expect(result.device).toBe(device);
      return (await decodeImage(out)).image.samples;
    };
    const [other, ours] = [await on("cpu"), await on("tensorflow")];
    const steps = Array.from(ours, (sample, i) => Math.abs(sample - other[i]!));
    // Of 255.
    expect(Math.max(...steps)).toBeLessThanOrEqual(1);
  },
);

testWith(
  available.tensorflow,
  "a network that others made goes on on the CPU",
  async () => {
    const { code, result } = await answer<DenoiseResult>([
      ...["denoise", join(root, "soft.png"), "--out", join(root, "toy.png")],
      ...["--device", "tensorflow", "--model"],
      toyNetwork("identity", join(root, "other.onnx")),
    ]);
    expect({ code, device: result.device }).toEqual({ code: 0, device: "cpu" });
  },
);

test("a device that is not offered here is unavailable, and named", async () => {
  const device = process.platform === "darwin" ? "directml" : "coreml";
  const { code, result } = await answer<DenoiseResult>([
    ...["denoise", join(root, "soft.png"), "--out", join(root, "x.png")],
    ...["--device", device],
  ]);
  expect(code).toBe(1);
  expect(result.error).toMatchObject({
    code: "DEVICE_UNAVAILABLE",
    details: { device },
  });
});
