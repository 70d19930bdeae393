import { expect, test } from "vitest";
import { evaluate } from "../../../models/graph/evaluate.ts";
import {
  graph,
  input,
  type Node,
  scalar,
} from "../../../models/graph/graph.ts";
import { concat } from "../../../models/graph/ops/concat.ts";
import { mul } from "../../../models/graph/ops/mul.ts";
import { upsampleNearest } from "../../../models/graph/ops/upsample-nearest.ts";
import { cropPatch } from "../../../models/image/patches.ts";
import { interleave } from "../../../models/image/interleave.ts";
import { Random } from "../../../models/random.ts";
import { clean } from "../../../models/training/data/clean.ts";
import { metered } from "../../../models/training/data/metered.ts";
import { gradient } from "../noise/scenes.ts";

const EDGE = 16;
const mode = metered(clean);
const extents = mode.inputs(EDGE);

/**
 * The loss of a denoiser that answers with its map, where black is to be met, and of a meter that
 * is `off` by so much in the logarithm. The map that is given is 0.25.
 */
function lossOf(level: number, off: number, given: 0 | 1): number {
  const filled = (name: string, value: number) => ({
    shape: [1, ...extents[name]!],
    data: new Float32Array(extents[name]!.reduce((a, b) => a * b, 1)).fill(
      value,
    ),
  });
  const inputs = Object.fromEntries(
    Object.entries(extents).map(([name, shape]) => [
      name,
      input(name, [1, ...shape]),
    ]),
  );
  const shown = (_: Node, map: Node) => {
    const large = upsampleNearest(map, 2);
    return concat([large, large, large], 1);
  };
  const loss = mode.loss({
    inputs,
    mix: scalar(0),
    denoise: shown,
    frozen: shown,
    measure: () => mul(inputs["level"]!, scalar((level + off) / level)),
  });
  const values = {
    image: filled("image", 0),
    clean: filled("clean", 0),
    sigma: filled("sigma", 0.25),
    level: filled("level", level),
    given: filled("given", given),
  };
  return evaluate(graph({ loss }), values)["loss"]!.data[0]!;
}

test("the denoiser works from the meter's map, or from the one that is given", () => {
  const level = Math.log(51.5);
  expect(lossOf(level, 0, 0)).toBeCloseTo(51 / 255, 5);
  expect(lossOf(level, 0, 1)).toBeCloseTo(0.25, 5);
});

test("to measure too little costs more than to measure too much", () => {
  const level = Math.log(20);
  const exact = lossOf(level, 0, 1);
  const [less, more] = [lossOf(level, -0.5, 1), lossOf(level, 0.5, 1)];
  expect(more).toBeGreaterThan(exact);
  expect((less - exact) / (more - exact)).toBeCloseTo(0.65 / 0.35, 3);
});

test("the meter is held to what was added, place by place", () => {
  const image = interleave(gradient(64, 64));
  const cut = { image: cropPatch(image, 0, 0, 64), photograph: { image } };
  for (let seed = 0; seed < 5; seed++) {
    const sample = mode.sample(cut, { noise: "photo" }, new Random(seed));
    expect(sample["level"]).toHaveLength(8 * 8);
    expect([0, 1]).toContain(sample["given"]![0]);
    const error = sample["image"]!.map((x, i) => x - sample["clean"]![i]!);
    const strength =
      255 * Math.sqrt(error.reduce((sum, e) => sum + e * e, 0) / error.length);
    const told = sample["level"]!.map((level) => Math.exp(level) - 0.5);
    expect(Math.min(...told)).toBeLessThanOrEqual(strength + 1e-3);
    expect(Math.max(...told)).toBeGreaterThanOrEqual(strength - 1e-3);
  }
});
