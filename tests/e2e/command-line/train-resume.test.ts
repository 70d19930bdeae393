/** `nitido train --resume`: an interrupted training ends in the same network, bit for bit. */
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { TrainResult } from "../../../electron/services/api-training.ts";
import { answer, type Circumstances } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { trainingFolder } from "../../support/training-folder.ts";

const root = temporaryFolder();
const photographs = await trainingFolder(join(root, "photographs"));
const at = (...names: string[]): string => join(root, ...names);

const train = (out: string, words: readonly string[], more?: Circumstances) =>
  answer<TrainResult>(
    [...["train", photographs, "--out", out], ...["--device", "cpu", ...words]],
    more,
  );
const STEPS = 8;
const fresh = ["--steps", String(STEPS), "--noise", "awgn"];

const losses = (run: string): number[] =>
  readFileSync(join(run, "metrics.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { loss: number }).loss);

/** Windows has no such signal for one process. */
const signals = process.platform !== "win32";

describe.skipIf(!signals)("a training that is interrupted", () => {
  const [whole, out] = [at("whole", "net.onnx"), at("broken", "net.onnx")];
  const run = at("broken", "net.run");

  beforeAll(async () => {
    expect((await train(whole, fresh)).code).toBe(0);
  });

  test("saves the steps it has done, and writes no network", async () => {
    const { code, result } = await train(out, fresh, {
      meanwhile: (child) => {
        const begun = setInterval(() => {
          const metrics = join(run, "metrics.jsonl");
          if (!existsSync(metrics) || readFileSync(metrics).length === 0)
            return;
          child.kill("SIGINT");
          clearInterval(begun);
        }, 5);
        child.on("exit", () => clearInterval(begun));
      },
    });
    expect(code).toBe(130);
    expect(result.error).toMatchObject({ code: "CANCELLED", details: { run } });
    const done = losses(run).length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(STEPS);
    expect(readdirSync(at("broken"))).toEqual(["net.run"]);
    expect(readdirSync(join(run, "checkpoints"))).toEqual([
      "step-00000000.safetensors",
      `step-${done.toString().padStart(8, "0")}.safetensors`,
    ]);
    cpSync(run, at("spare.run"), { recursive: true });
  });

  test("goes on where it was, to the same losses and the same bytes", async () => {
    const { code, result } = await train(out, ["--resume", run]);
    expect(code).toBe(0);
    expect(result.steps).toBe(STEPS);
    expect(losses(run)).toEqual(losses(at("whole", "net.run")));
    expect(readFileSync(out).equals(readFileSync(whole))).toBe(true);
  });

  test("may be resumed again, but does not replace its network unasked", async () => {
    const before = readFileSync(out);
    const longer = ["--resume", run, "--steps", String(STEPS + 1)];
    const refused = await train(out, longer);
    expect(refused.code).toBe(1);
    expect(refused.result.error).toMatchObject({
      code: "OUTPUT_EXISTS",
      details: { file: out },
    });
    expect(readFileSync(out).equals(before)).toBe(true);
    const asked = await train(out, [...longer, "--overwrite"]);
    expect(asked.code).toBe(0);
    expect(asked.result.steps).toBe(STEPS + 1);
    expect(readFileSync(out).equals(before)).toBe(false);
  });

  test.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ["empty", () => Buffer.alloc(0)],
    ["rubbish", (bytes: Buffer) => Buffer.alloc(bytes.length, 0x5a)],
  ])("with a checkpoint that is %s", async (name, damage) => {
    const damaged = at(`${name}.run`);
    cpSync(at("spare.run"), damaged, { recursive: true });
    const folder = join(damaged, "checkpoints");
    const files = readdirSync(folder).map((name) => join(folder, name));
    for (const file of files) writeFileSync(file, damage(readFileSync(file)));
    const { code, result } = await train(at("new.onnx"), ["--resume", damaged]);
    expect(code).toBe(1);
    expect(result.error).toMatchObject({
      code: "CHECKPOINT_DAMAGED",
      details: { file: files[0]! },
    });
    expect(existsSync(at("new.onnx"))).toBe(false);
  });

  test("with one whole checkpoint goes on from that", async () => {
    const damaged = at("partly.run");
    cpSync(at("spare.run"), damaged, { recursive: true });
    const folder = join(damaged, "checkpoints");
    writeFileSync(join(folder, readdirSync(folder).at(-1)!), "");
    const words = ["--resume", damaged];
    const { code } = await train(at("partly", "net.onnx"), words);
    expect(code).toBe(0);
    const bytes = readFileSync(at("partly", "net.onnx"));
    expect(bytes.equals(readFileSync(whole))).toBe(true);
  });

  test("can be kept as it is, without its photographs", async () => {
    const words = ["--resume", at("spare.run"), "--finish"];
    const { code, result } = await answer<TrainResult>([
      ...["train", at("nowhere"), "--out", at("kept.onnx"), ...words],
    ]);
    expect(code).toBe(0);
    const steps = losses(at("spare.run"));
    expect(result).toMatchObject({
      ...{ ended: "stopped", steps: steps.length, loss: steps.at(-1) },
      device: "cpu",
    });
    const card = readFileSync(at("kept.json"), "utf8");
    expect(JSON.parse(card)).toMatchObject({ training: { photographs: 3 } });
    expect(existsSync(at("kept.onnx"))).toBe(true);
  });
});

test("a run that is not there cannot be resumed", async () => {
  const run = at("nowhere.run");
  const { code, result } = await train(at("new.onnx"), ["--resume", run]);
  expect(code).toBe(1);
  expect(result.error).toMatchObject({
    code: "CHECKPOINT_DAMAGED",
    details: { file: run },
  });
  expect(existsSync(run)).toBe(false);
});
