/** `nitido train`, `evaluate` and `analyze`: the same seed gives the same network, also after an interruption. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type {
  AnalyzeResult,
  DenoiseResult,
  EvaluateResult,
  TrainResult,
} from "../../electron/services/api.ts";
import { blockImage, pixelsOf, saved } from "../support/image-files.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { nitido, startNitido } from "./nitido.ts";

const root = temporaryFolder();
const photographs = join(root, "photographs");
mkdirSync(photographs);
for (const seed of [1, 2, 3])
  await saved(
    pixelsOf(blockImage(16, 13, 3, seed)).png(),
    join(photographs, `${String(seed)}.png`),
  );

const into = (name: string, ...args: string[]) => [
  ...["train", photographs, "--out", join(root, `${name}.onnx`)],
  ...["--device", "cpu", ...args],
];
const train = (name: string, ...args: string[]) =>
  into(name, "--noise", "awgn", ...args);
const bytesOf = (name: string) => readFileSync(join(root, `${name}.onnx`));

describe("training", () => {
  test("gives the same network from the same seed, with a run folder and a card", async () => {
    const first = await nitido<TrainResult>(...train("one", "--steps", "5"));
    expect(first.status).toBe(0);
    expect(first.result.steps).toBe(5);
    await nitido<TrainResult>(...train("two", "--steps", "5"));
    expect(bytesOf("one").equals(bytesOf("two"))).toBe(false); // they carry their names
    const losses = (name: string) =>
      readFileSync(join(root, `${name}.run`, "metrics.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { loss: number }).loss);
    expect(losses("one")).toHaveLength(5);
    expect(losses("two")).toEqual(losses("one"));
    const card = JSON.parse(readFileSync(join(root, "one.json"), "utf8")) as {
      network: string;
    };
    expect(card.network).toBe("fast");
  });

  test("goes on after an interruption exactly as if there had been none", async () => {
    const run = join(root, "late.run");
    const { child, outcome } = startNitido<TrainResult>(
      ...train("late", "--steps", "14"),
    );
    const begun = setInterval(() => {
      try {
        const metrics = readFileSync(join(run, "metrics.jsonl"), "utf8");
        if (metrics.split("\n").length > 2) child.kill("SIGINT");
      } catch {
        // The run has not begun yet.
      }
    }, 50);
    const stopped = await outcome;
    clearInterval(begun);
    expect(stopped.status).toBe(130);
    const steps = ["--steps", "14"];
    const resumed = await nitido(...into("late", "--resume", run));
    expect(resumed.status).toBe(0);
    const whole = await nitido(...train("whole/late", ...steps));
    expect(whole.status).toBe(0);
    expect(bytesOf("late").equals(bytesOf("whole/late"))).toBe(true);
  }, 180_000);

  test("fits its steps into a budget of minutes, and starts from a base", async () => {
    const { status, result } = await nitido<TrainResult>(
      ...train("timed", "--minutes", "0.02", "--base", "fast-awgn"),
    );
    expect(status).toBe(0);
    expect(result.steps).toBeGreaterThan(0);
  });

  test("refuses a folder without photographs, and a damaged run", async () => {
    mkdirSync(join(root, "nothing"));
    const none = await nitido(
      "train",
      join(root, "nothing"),
      "--out",
      join(root, "n.onnx"),
    );
    expect([none.status, none.result.error?.code]).toEqual([
      1,
      "DATA_UNSUITABLE",
    ]);
    const run = join(root, "bad.run");
    mkdirSync(join(run, "checkpoints"), { recursive: true });
    writeFileSync(join(run, "checkpoints", "step-00000003.safetensors"), "cut");
    const bad = await nitido(...into("bad", "--resume", run));
    expect([bad.status, bad.result.error?.code]).toEqual([
      1,
      "CHECKPOINT_DAMAGED",
    ]);
  });
});

describe("a trained network", () => {
  test("denoises, and is evaluated by the published protocol", async () => {
    const model = join(root, "one.onnx");
    const denoised = await nitido<DenoiseResult>(
      ...[
        "denoise",
        photographs,
        "--out",
        join(root, "clean"),
        "--model",
        model,
      ],
    );
    expect(denoised.status).toBe(0);
    const { result } = await nitido<EvaluateResult>(
      ...["evaluate", photographs, "--noise", "25", "--model", model],
    );
    expect(result.images).toBe(3);
    expect(result.noisyPsnr).toBeCloseTo(20 * Math.log10(255 / 25), 0);
    expect(Number.isFinite(result.psnr)).toBe(true);
  });
});

test("analyze reports a clean drawing as clean", async () => {
  const { status, result } = await nitido<AnalyzeResult>(
    "analyze",
    join(photographs, "1.png"),
  );
  expect(status).toBe(0);
  expect(Math.max(...result.noise.sigma)).toBeLessThan(3);
});
