/** Finds out how a model that others made is fed, by trying it on the CPU. */
import { NitidoError } from "../../../../models/errors.ts";
import type {
  Adapter,
  ModelAdapter,
} from "../../../../models/inference/adapter.ts";
import type { Compute } from "../../compute.ts";
import { isHeld, type TensorLike } from "../../tensors.ts";
import { forwardOf, type Run } from "../forward.ts";
import { type NoiseInput, type Signature, unsuitable } from "../signature.ts";
import { findRanges, type Form } from "./ranges.ts";
import {
  findMargin,
  findMultiple,
  refusesInput,
  type SizesJob,
} from "./sizes.ts";
import { trialOf, tryOut } from "./trial.ts";

export interface ProbeJob {
  readonly bytes: Uint8Array;
  readonly signature: Signature;
  readonly file: string;
  readonly compute: Compute;
  readonly signal: AbortSignal;
}

/** What fits every stride that is tried. */
const EDGE = 128;

/**
 * What cannot be told is null. Throws MODEL_UNSUITABLE when no trial works or none is denoised,
 * MODEL_DAMAGED when the model cannot be opened.
 */
export async function probeModel(job: ProbeJob): Promise<ModelAdapter> {
  const session = await job.compute.open(job.bytes, {
    device: "cpu",
    model: job.file,
  });
  try {
    return await probe(job, async (feeds) => {
      const results = await job.compute.run(session, feeds);
      return Object.fromEntries(
        Object.entries(results).filter(
          (entry): entry is [string, TensorLike] => !isHeld(entry[1]),
        ),
      );
    });
  } finally {
    await job.compute.close(session);
  }
}

async function probe(job: ProbeJob, run: Run): Promise<ModelAdapter> {
  const { signature, file, signal } = job;
  const size = signature.size ?? { height: EDGE, width: EDGE };
  const form = await workingForm(job, run);
  const forward = forwardOf(signature, startOf(form), run, file);
  const ranges = await findRanges(forward, form, size, signal);
  if (!ranges) throw unsuitable(file, "gain");
  const { best: adapter, ...found } = ranges;
  const sizes: SizesJob = { forward, adapter, fixed: signature.size, signal };
  const multiple = await findMultiple(sizes);
  const margin = await findMargin(sizes, multiple);
  return { channels: form.channels, ...found, multiple, margin };
}

/** The first number of channels and kind of noise input with which the model runs. */
async function workingForm(job: ProbeJob, run: Run): Promise<Form> {
  const { signature, file } = job;
  const size = signature.size ?? { height: EDGE, width: EDGE };
  let reason = "";
  for (const form of formsOf(signature)) {
    job.signal.throwIfAborted();
    const { noisy, sigma } = trialOf(size, form.channels === 1);
    const adapter = startOf(form);
    try {
      const forward = forwardOf(signature, adapter, run, file);
      await tryOut(forward, adapter, noisy, sigma);
      return form;
    } catch (error) {
      if (!refusesInput(error)) throw error;
      if (error instanceof NitidoError)
        reason ||= String(error.details["reason"] ?? error.details["message"]);
    }
  }
  throw unsuitable(file, "run", { reason });
}

function formsOf({ channels, noise }: Signature): Form[] {
  const all = channels === null ? ([3, 1] as const) : [channels];
  return all.flatMap((each) =>
    noiseKinds(noise).map((kind) => ({ channels: each, noise: kind })),
  );
}

function noiseKinds(noise: NoiseInput): readonly Form["noise"][] {
  if (noise.kind === "none") return ["none"];
  if (noise.kind === "concatenated") return ["map"];
  const { dims } = noise;
  if (dims && dims.length < 4) return ["scalar"];
  const [height, width] = dims?.slice(2) ?? [];
  if (height === 1 && width === 1) return ["scalar"];
  return height && width ? ["map"] : ["map", "scalar"];
}

/** An adapter to begin with. */
function startOf({ channels, noise }: Form): Adapter {
  return {
    channels,
    range: 1,
    noise: noise === "none" ? { kind: noise } : { kind: noise, range: 1 },
    multiple: 1,
    margin: 0,
    output: "image",
  };
}
