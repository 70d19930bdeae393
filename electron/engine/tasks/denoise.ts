/** The use case `denoise`: every photograph on its own, so that one bad file stops nothing. */
import { dirname } from "node:path";
import { type ErrorCode, NitidoError } from "../../../models/errors.ts";
import { formatOf, inspectImage } from "../../codecs/decode.ts";
import { choicesOf } from "../../codecs/choices.ts";
import { fileIdentities, fileIdentity } from "../../files/identity.ts";
import { ensureFolder, refuseTarget } from "../../files/safe-write.ts";
import type { DenoiseRequest, FileReport } from "../../services/api-files.ts";
import { expandInputs, type InputFile } from "../../services/inputs.ts";
import {
  nameOutputs,
  type PlannedOutput,
} from "../../services/name-outputs.ts";
import {
  denoiseFile,
  type FileJob,
  type KnownImage,
} from "../denoise/denoise-file.ts";
import {
  type Begin,
  overlap,
  type Turn,
  type Turns,
} from "../denoise/overlap.ts";
import { usualMemoryLimit } from "../../services/memory-limit.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type { Denoiser } from "../networks/denoiser.ts";
import type { OpenImages } from "../images/open-images.ts";
import { resultKey } from "../images/preview-result.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import { type LoadedNetwork, loadNetwork } from "../networks/load.ts";
import { placeFor } from "../networks/place.ts";
import type { Task } from "./task.ts";

/** Milliseconds between two reports of a file's progress. */
const REPORT_EVERY = 100;

export const denoise: Task<"denoise"> = async (
  request,
  { devices, images, meter, networks, turns, progress, signal },
) => {
  const network = await loadNetwork(request.model);
  const inputs = await expandInputs(
    request.inputs,
    request.recursive,
    request.out,
  );
  if (inputs.length === 0)
    throw new NitidoError("NO_IMAGES", { file: request.inputs.join(", ") });
  const choice = placeFor(network, await devices.choose(request.device));
  const plan = await makePlan(inputs, request, network.name);
  const denoiser = await networks.open(network, choice.device, (changed) => {
    progress({ kind: "device", choice: changed });
  });
  try {
    progress({
      kind: "started",
      files: plan.length,
      megapixels: sum(plan.map(({ megapixels }) => megapixels)),
      model: network.name,
      choice,
    });
    const identities = await fileIdentities(inputs.map(({ path }) => path));
    const files: FileReport[] = [];
    const shares = new Map<PlanItem, number>();
    let shown = 0;
    await overlap(plan, {
      signal,
      work: (item, stopped) =>
        processItem(item, request, {
          denoiser,
          meter,
          known: known(images, request, network),
          identities,
          turns,
          signal: stopped,
          report(megapixels) {
            shares.set(item, megapixels);
            const now = performance.now();
            if (now - shown < REPORT_EVERY) return;
            shown = now;
            progress({
              kind: "work",
              input: item.input.path,
              megapixels: sum(shares.values()),
            });
          },
        }),
      done(file, item) {
        signal.throwIfAborted();
        shares.set(item, item.megapixels);
        files.push(file);
        progress({ kind: "file", file });
      },
    });
    return { files, device: denoiser.device, model: network.name };
  } finally {
    await denoiser.close();
  }
};

/** The open image that the request names, if it is open still, and the input's. */
function known(
  images: OpenImages,
  { image, inputs, noise }: DenoiseRequest,
  network: LoadedNetwork,
): KnownImage | undefined {
  const open = image === undefined ? undefined : images.find(image);
  if (!open || open.path !== inputs[0]) return undefined;
  return open.forSaving(resultKey(network, noise));
}

/** What is known of an input before the work: where its result goes, or why it cannot be made. */
interface PlanItem extends PlannedOutput {
  readonly megapixels: number;
}

/** With the size of each, which costs a look at its header. */
async function makePlan(
  inputs: readonly InputFile[],
  request: DenoiseRequest,
  model: string,
): Promise<PlanItem[]> {
  const { out, name: template, format, noise, shard } = request;
  const rules = { out, template, format, model, noise };
  const plan: PlanItem[] = [];
  for (const one of await nameOutputs(inputs, rules, shard, formatOf))
    try {
      if (one.error !== undefined) {
        plan.push({ ...one, megapixels: 0 });
        continue;
      }
      const { width, height } = await inspectImage(one.input.path);
      plan.push({ ...one, megapixels: (width * height) / 1e6 });
    } catch (error) {
      plan.push({ ...one, megapixels: 0, error });
    }
  return plan;
}

interface Tools {
  readonly denoiser: Denoiser;
  readonly meter: NoiseMeter;
  readonly known: KnownImage | undefined;
  readonly identities: ReadonlySet<string>;
  readonly turns: Turns;
  readonly signal: AbortSignal;
  readonly report: (megapixels: number) => void;
}

/** Never rejects, except when everything is cancelled or the engine cannot go on. */
async function processItem(
  { input, output, error }: PlanItem,
  request: DenoiseRequest,
  { denoiser, meter, known, identities, turns, signal, report }: Tools,
): Promise<FileReport> {
  const started = performance.now();
  const base = { input: input.path, output: output?.path ?? null };
  let waited = 0;
  const seconds = () => (performance.now() - started - waited) / 1000;
  const timed =
    (turn: Turn): Turn =>
    (work) => {
      const asked = performance.now();
      return turn(() => {
        waited += performance.now() - asked;
        return work();
      });
    };
  const begin: Begin = async () => {
    const asked = performance.now();
    const end = await turns.compute();
    waited += performance.now() - asked;
    return end;
  };
  try {
    if (error !== undefined || !output) throw error;
    const overwrite = request.existing === "overwrite";
    if (
      request.existing === "skip" &&
      (await fileIdentity(output.path)) !== undefined
    )
      return { ...base, status: "skipped", megapixels: 0, seconds: 0 };
    await refuseTarget(output.path, { inputs: identities, overwrite });
    const single = output.path === request.out;
    await ensureFolder(dirname(output.path), single ? undefined : request.out);
    const { strength, luma, chroma, detail } = request;
    const job: FileJob = {
      ...choicesOf(request),
      input: input.path,
      output: output.path,
      format: output.format,
      bitDepth: request.bitDepth,
      overwrite,
      inputs: identities,
      noise: request.noise,
      blend: { strength, luma, chroma, detail },
      network: denoiser,
      meter,
      metadata: request.metadata ?? "keep",
      ...(known && { known }),
      turns: {
        ...turns,
        compute: begin,
        write: timed(turns.write),
        within: (megapixels, share, work) =>
          timed((work) => turns.within(megapixels, share, work))(work),
      },
      memory: 1e6 * (request.memoryLimit ?? usualMemoryLimit()),
      signal,
      onProgress: report,
    };
    const outcome = await denoiseFile(job);
    return { ...base, status: "done", ...outcome, seconds: seconds() };
  } catch (failure) {
    if (isFinal(failure) || signal.aborted) throw failure;
    return {
      ...base,
      status: "failed",
      error: toErrorData(failure),
      megapixels: 0,
      seconds: seconds(),
    };
  }
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

/** Errors of the engine or the network, which every further file would meet as well. */
function isFinal(error: unknown): boolean {
  return hasCode(error, "ENGINE_CRASHED") || hasCode(error, "MODEL_DAMAGED");
}

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof NitidoError && error.code === code;
}
