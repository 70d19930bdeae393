/** What runs in the throw-away process: a device's answer to a known question, and its speed. */
import type { DeviceId, DeviceNote } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type { TensorLike } from "../tensors.ts";
import { knownAnswer, probeImage, probeModel } from "./probe-network.ts";

export type Verdict =
  | {
      readonly status: "ready";
      readonly mpxPerSecond: number;
      readonly note?: DeviceNote;
    }
  | { readonly status: "unavailable" | "wrong"; readonly detail: string };

const KNOWN_SIDE = 16;
/** Of the largest value. Half precision, in which some devices multiply, stays below; a wrong result does not. */
const TOLERANCE = 5e-3;

/** Timing starts with the known tile and doubles it until a run takes long enough to be measured. */
const LAST_SIDE = 512;
const ENOUGH_SECONDS = 0.02;
/** The best of these counts: other programs only ever slow a run down. */
const TIMED_RUNS = 3;

/** Tries a device. A crash of the driver takes the process with it. */
export async function selfTest(
  compute: Compute,
  device: DeviceId,
): Promise<Verdict> {
  try {
    const session = await compute.open(probeModel(device), { device });
    const run = async (image: TensorLike): Promise<Float32Array> => {
      const { result } = await compute.run(session, { image });
      return (result as TensorLike).data;
    };
    const answer = await run(probeImage(KNOWN_SIDE));
    const error = largestError(answer, knownAnswer(KNOWN_SIDE));
    if (!(error <= TOLERANCE))
      return { status: "wrong", detail: `relative error ${error}` };
    const mpxPerSecond = await measure(run);
    const note = await noteOn(device);
    return { status: "ready", mpxPerSecond, ...(note && { note }) };
  } catch (error) {
    const { code, details, message } = toErrorData(error);
    return {
      status: code === "DEVICE_UNAVAILABLE" ? "unavailable" : "wrong",
      detail: String(details["reason"] ?? message),
    };
  }
}

async function noteOn(device: DeviceId): Promise<DeviceNote | undefined> {
  if (device !== "tensorflow") return undefined;
  const { loadTensorflow } = await import("../tensorflow/load.ts");
  return loadTensorflow().gpu ? undefined : "withoutGpu";
}

/** Relative to the largest expected value; NaN where the answer holds one. */
function largestError(got: Float32Array, expected: Float32Array): number {
  let scale = 0;
  let error = got.length === expected.length ? 0 : NaN;
  expected.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    error = Math.max(error, Math.abs(value - (got[i] ?? NaN)));
  });
  return error / scale;
}

async function measure(
  run: (image: TensorLike) => Promise<unknown>,
): Promise<number> {
  for (let side = KNOWN_SIDE; ; side *= 2) {
    const [, ...seconds] = await timed(run, side);
    const best = Math.min(...seconds);
    if (best >= ENOUGH_SECONDS || side >= LAST_SIDE)
      return (side * side) / 1e6 / best;
  }
}

/** Seconds of each run; the first one of a size also compiles and allocates. */
async function timed(
  run: (image: TensorLike) => Promise<unknown>,
  side: number,
): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i <= TIMED_RUNS; i++) {
    const image = probeImage(side);
    const start = performance.now();
    await run(image);
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}
