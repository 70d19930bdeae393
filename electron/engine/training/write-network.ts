/** Writes a trained network: the ONNX file and, beside it, its card. */
import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { networks } from "../../../models/networks/table.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import {
  parameterCount,
  unpackWeights,
} from "../../../models/training/step.ts";
import { exportDenoiser } from "../onnx/export.ts";

/** What the run says about itself, for the card. */
export interface TrainingFacts {
  readonly device: string;
  readonly seconds: number;
  readonly mpxPerSecond: number;
  readonly loss: number;
}

/** `weights` is a step's weight vector; `out` ends in `.onnx`. */
export async function writeNetwork(
  out: string,
  recipe: Recipe,
  weights: Float32Array,
  training: TrainingFacts,
): Promise<void> {
  const network = networks[recipe.network];
  const name = basename(out, ".onnx");
  const bytes = exportDenoiser(network, unpackWeights(network, weights), {
    name,
    noise: recipe.noise,
  });
  const card = {
    name,
    network: recipe.network,
    noise: recipe.noise,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    parameters: parameterCount(network),
    training,
    recipe,
  };
  await mkdir(dirname(out), { recursive: true });
  await writeWhole(out, bytes);
  await writeWhole(
    out.replace(/\.onnx$/, ".json"),
    `${JSON.stringify(card, null, 2)}\n`,
  );
}

async function writeWhole(
  path: string,
  content: Uint8Array | string,
): Promise<void> {
  await writeFile(`${path}.partial`, content);
  await rename(`${path}.partial`, path);
}
