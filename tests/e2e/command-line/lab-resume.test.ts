/** `nitido lab train --resume`: a run that was broken off ends in the same weights, bit for bit. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LabTrainResult } from "../../../electron/services/api-lab.ts";
import { Random } from "../../../models/random.ts";
import { idxBytes } from "../../support/idx-files.ts";
import { answer, type Circumstances, program } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = temporaryFolder();
process.env["NITIDO_DATA"] = join(root, "data");
const images = join(root, "noise-images-idx3-ubyte");
const STEPS = 1200;

/** `seed` decides which pictures these are. */
function writePictures(seed: number): void {
  const random = new Random(seed);
  const pixels = Uint8Array.from({ length: 60 * 64 }, () =>
    random.integer(0, 256),
  );
  writeFileSync(images, idxBytes([60, 8, 8], pixels));
}

const wordsFor = (run: string, ...more: readonly string[]) => [
  ...["lab", "train", images, "--out", join(root, run), "--latent", "4"],
  ...["--widths", "24,12", "--greedy", "--steps", String(STEPS)],
  ...["--device", "cpu", ...more],
];
const train = (
  run: string,
  words: readonly string[] = [],
  more?: Circumstances,
) => answer<LabTrainResult>(wordsFor(run, ...words), more);

const lines = (run: string): string[] => {
  const file = join(root, run, "metrics.jsonl");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text.split("\n").slice(0, -1);
};

const weights = (run: string): Buffer =>
  readFileSync(join(root, run, "weights.safetensors"));

/** Once it has taken so many steps. */
const endedBy = (
  run: string,
  signal: "SIGINT" | "SIGKILL",
  steps: number,
): Circumstances => ({
  meanwhile: (child) => {
    const waiting = setInterval(() => {
      if (lines(run).length < steps) return;
      child.kill(signal);
      clearInterval(waiting);
    }, 5);
    child.on("exit", () => clearInterval(waiting));
  },
});

/** Windows has no such signal for one process. */
const signals = process.platform !== "win32";

test.skipIf(!signals)(
  "a run goes on after it was cancelled and killed",
  async () => {
    writePictures(1);
    expect((await train("whole")).code).toBe(0);
    const cancelled = await train("broken", [], endedBy("broken", "SIGINT", 1));
    expect(cancelled.code).toBe(130);
    const run = join(root, "broken");
    expect(cancelled.result.error).toMatchObject({
      ...{ code: "CANCELLED", details: { run } },
    });
    const done = lines("broken").length;
    expect(done).toBeLessThan(STEPS);
    expect(existsSync(join(run, "checkpoint.safetensors"))).toBe(true);

    const anew = await train("broken");
    expect(anew.result.error).toMatchObject({ code: "OUTPUT_EXISTS" });
    const resumed = ["--resume"];
    const other = await train("broken", [...resumed, "--seed", "5"]);
    expect(other.result.error).toMatchObject({
      ...{ code: "LAB_UNSUITABLE", details: { kind: "otherSettings" } },
    });
    writePictures(2);
    const changed = await train("broken", resumed);
    expect(changed.result.error).toMatchObject({
      ...{ code: "LAB_UNSUITABLE", details: { kind: "otherPictures" } },
    });
    writePictures(1);

    const killed = endedBy("broken", "SIGKILL", done + 1);
    await program(wordsFor("broken", ...resumed), killed);
    expect(existsSync(join(run, "run.json"))).toBe(false);
    const { code, result } = await train("broken", resumed);
    expect([code, result.steps]).toEqual([0, STEPS]);
    expect(lines("broken")).toEqual(lines("whole"));
    expect(weights("broken").equals(weights("whole"))).toBe(true);
    expect(existsSync(join(run, "checkpoint.safetensors"))).toBe(false);
  },
);

test("a run that has ended answers at once", async () => {
  writePictures(1);
  const first = await train("ended", ["--resume"]);
  const again = await train("ended", ["--resume"]);
  expect(again.result).toEqual(first.result);
});
