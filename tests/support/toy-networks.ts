/** Networks whose results are known exactly, as files for the program: what comes out can be foretold. */
import { writeFileSync } from "node:fs";
import { exportDenoiser } from "../../electron/engine/onnx/export.ts";
import { scalar } from "../../models/graph/graph.ts";
import { add } from "../../models/graph/ops/add.ts";
import { mul } from "../../models/graph/ops/mul.ts";
import { sqrt } from "../../models/graph/ops/sqrt.ts";
import { sub } from "../../models/graph/ops/sub.ts";
import { upsampleNearest } from "../../models/graph/ops/upsample-nearest.ts";
import type { Network, Parameters } from "../../models/networks/network.ts";

/** x + gain · σ: a gain of 1 and `--noise 10` make every sample brighter by 10 of 255. */
const brightener: Network = {
  name: "brightener",
  forward: ({ image, sigma }, weight) =>
    add(image, mul(weight("gain", [1]), upsampleNearest(sigma, 2))),
};

/** √(x − ½): no number where the image is darker than half. */
const root: Network = {
  name: "root",
  forward: (inputs, weight) =>
    sqrt(sub(brightener.forward(inputs, weight), scalar(0.5))),
};

const gain = (value: number): Parameters =>
  new Map([["gain", { shape: [1], data: Float32Array.of(value) }]]);

const TOYS = {
  brightener: () => exportDenoiser(brightener, gain(1)),
  /** Returns what it is given. */
  identity: () => exportDenoiser(brightener, gain(0)),
  /** Its one weight is damaged. */
  nan: () => exportDenoiser(brightener, gain(NaN)),
  root: () => exportDenoiser(root, gain(0)),
} as const;

/** Writes a toy as an `.onnx` file and returns its path. */
export function toyNetwork(toy: keyof typeof TOYS, path: string): string {
  writeFileSync(path, TOYS[toy]());
  return path;
}
