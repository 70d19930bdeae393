/** The shipped noise meter: its file, its weights, and measuring with it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { invariant, NitidoError } from "../../../models/errors.ts";
import type { ImageSource } from "../../../models/image/regions.ts";
import {
  measureLevels,
  type MeterNetwork,
} from "../../../models/inference/measure-level.ts";
import type { Context } from "../../../models/inference/tiles.ts";
import { meterSpecs } from "../../../models/networks/meter.ts";
import type { Parameters } from "../../../models/networks/network.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";
import { summarise } from "../../../models/noise/summary.ts";
import type { Compute } from "../compute.ts";
import { readModel, readWeightsOf } from "../onnx/export.ts";
import { isHeld } from "../tensors.ts";
import { zooFolder } from "./library.ts";
import { nativeContext } from "./load.ts";

export interface LoadedMeter {
  readonly bytes: Uint8Array;
  readonly parameters: Parameters;
  /** What tiles need around them, in pixels. */
  readonly context: Context;
}

/** Beside the networks, but none of them: it is not to be chosen. */
export function meterFile(): string {
  return join(zooFolder(), "meter", "noise-meter.onnx");
}

let loading: Promise<LoadedMeter> | undefined;

/** Read once; after a failure again. Throws MODEL_DAMAGED. */
export function loadMeter(): Promise<LoadedMeter> {
  loading ??= readMeter(meterFile()).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function readMeter(file: string): Promise<LoadedMeter> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason: String(error),
    });
  });
  const model = readModel(bytes, file);
  return {
    bytes,
    parameters: readWeightsOf(model, meterSpecs(), "noise meter", file),
    context: nativeContext(model, file),
  };
}

/** Measures the noise of images with the shipped noise meter. */
export interface NoiseMeter {
  /** Throws CANCELLED, MODEL_DAMAGED, OUT_OF_MEMORY. */
  measure(
    image: ImageSource,
    signal?: { readonly aborted: boolean },
  ): Promise<NoiseEstimate>;
}

/**
 * The shipped meter answers high, as its loss wants it: on slopes with white noise of σ 15 with 1.1
 * to 1.18 times that.
 */
const BIAS = 1.12;

/** On the processor, whatever computes the network: it takes a tenth of the network's work. */
export function createNoiseMeter(compute: Compute): NoiseMeter {
  let opening: Promise<MeterNetwork> | undefined;
  return {
    async measure(image, signal) {
      opening ??= openMeter(compute).catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      const levels = await measureLevels(image, await opening, signal);
      const sigma = levels.sigma.map((level) => level / BIAS);
      return summarise(image, { ...levels, sigma });
    },
  };
}

async function openMeter(compute: Compute): Promise<MeterNetwork> {
  const { bytes, context } = await loadMeter();
  const session = await compute.open(bytes, {
    device: "cpu",
    memoryPattern: false,
    spinning: false,
  });
  return {
    ...context,
    async run(image, height, width) {
      const { level } = await compute.run(session, {
        image: { dims: [1, 3, height, width], data: image },
      });
      invariant(level && !isHeld(level), "the processor's results are values");
      return level.data;
    },
  };
}
