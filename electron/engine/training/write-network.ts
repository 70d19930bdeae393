/** Writes a trained network: the ONNX file and, beside it, its card. */
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { networks } from "../../../models/networks/table.ts";
import type { Parameters } from "../../../models/networks/network.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import {
  parameterCount,
  unpackWeights,
} from "../../../models/training/step.ts";
import { ensureFolder, refuseTarget } from "../../files/safe-write.ts";
import { writeBytes } from "../../files/write-bytes.ts";
import { type Card, cardPath } from "../networks/card.ts";
import { nameOfBase } from "./rival.ts";
import { exportDenoiser, exportMeter } from "../onnx/export.ts";

/** What the run says about itself, for the card. */
export interface TrainingFacts {
  readonly device: string;
  readonly seconds: number;
  readonly mpxPerSecond: number;
  readonly loss: number;
  /** How many were learnt from, where that is known; and the PSNR in dB of those held out, when there were any. */
  readonly photographs?: number;
  readonly heldOut?: number;
  readonly psnr?: number;
}

/** What is told of the photographs, none of which is named. */
export type CardFacts = Pick<Card, "camera" | "noiseRange" | "report">;

/**
 * `weights` is a step's weight vector; `out` ends in `.onnx`. Throws OUTPUT_EXISTS unless
 * `overwrite`, OUTPUT_UNWRITABLE, DISK_FULL.
 */
export async function writeNetwork(
  out: string,
  recipe: Recipe,
  weights: Float32Array,
  training: TrainingFacts,
  facts: CardFacts,
  overwrite: boolean,
): Promise<void> {
  const network = networks[recipe.network];
  const name = basename(out).replace(/\.onnx$/i, "");
  const bytes = exportDenoiser(network, unpackWeights(network, weights), {
    name,
    noise: recipe.noise,
  });
  const card = {
    name,
    origin: "trained",
    network: recipe.network,
    data: recipe.data,
    noise: recipe.noise,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    parameters: parameterCount(network),
    ...facts,
    training,
    // A base of one's own is a file in a folder of one's own, and so is an encoder's run.
    recipe: {
      ...{ ...recipe, base: nameOfBase(recipe.base) },
      ...(recipe.encoder !== undefined && {
        encoder: basename(recipe.encoder),
      }),
    },
  };
  await ensureFolder(dirname(out));
  await writeBytes(out, bytes, overwrite);
  const text = `${JSON.stringify(card, null, 2)}\n`;
  await writeBytes(cardPath(out), Buffer.from(text), overwrite);
}

/** Beside the network: the noise meter that it learnt with. Throws what `writeNetwork` does. */
export async function writeMeter(
  out: string,
  parameters: Parameters,
  overwrite: boolean,
): Promise<void> {
  await ensureFolder(dirname(meterPath(out)));
  await writeBytes(meterPath(out), exportMeter(parameters), overwrite);
}

/** A folder beside the network's file, so that nobody takes the meter for a denoiser. */
function meterPath(out: string): string {
  return join(dirname(out), "meter", "noise-meter.onnx");
}

/** Throws OUTPUT_EXISTS when the network or its card is there: before hours of training, not after them. */
export async function refuseNetwork(
  out: string,
  overwrite: boolean,
): Promise<void> {
  for (const file of [out, cardPath(out)])
    await refuseTarget(file, { inputs: new Set(), overwrite });
}
