/** Measures on photographs that were held out whether a trained network beats what it is compared with. */
import { setImmediate } from "node:timers/promises";
import { NitidoError } from "../../../models/errors.ts";
import type { Planes, Rect } from "../../../models/image/image.ts";
import { interleave } from "../../../models/image/interleave.ts";
import { psnr } from "../../../models/image/metrics.ts";
import { networks } from "../../../models/networks/table.ts";
import { Random } from "../../../models/random.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import {
  type PhotographScore,
  reportOf,
  type TrainingReport,
} from "../../../models/training/report.ts";
import type { Snapshot } from "../../../models/training/snapshot.ts";
import { unpackWeights } from "../../../models/training/step.ts";
import type { DeviceId } from "../../services/api.ts";
import type { TrainProgress } from "../../services/api-training.ts";
import type { Compute } from "../compute.ts";
import { denoiseWhole } from "../networks/denoise-whole.ts";
import { type Denoiser, openDenoiser } from "../networks/denoiser.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import { nativeContext } from "../networks/load.ts";
import { exportDenoiser, readModel } from "../onnx/export.ts";
import {
  noisyWindow,
  openPhotograph,
  visibleArea,
} from "./noisy-photograph.ts";
import { nameOfBase, rivalOf, rivalWeights } from "./rival.ts";
import { inFolder, readSplit } from "./run-photographs.ts";

/** At most so many photographs are measured, and of each a square of so many pixels a side: a minute for `fast`. */
const PHOTOGRAPHS = 16;
const EDGE = 1024;
/** Better than this, in dB, is equal: infinity has no mean. */
const EQUAL = 100;

export interface ReportPorts {
  readonly compute: Compute;
  readonly meter: NoiseMeter;
  readonly device: DeviceId;
  readonly progress: (progress: TrainProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * The same photographs, squares and noise for the same run; both networks are told what an estimate
 * says of the noise, as they will be later. What fails says nothing about the network, which is not
 * to be lost for it: then nothing is judged. Throws CANCELLED with `{ run }`.
 */
export async function measureReport(
  run: string,
  folder: string,
  recipe: Recipe,
  trained: Pick<Snapshot, "network" | "weights">,
  ports: ReportPorts,
): Promise<TrainingReport> {
  const against = nameOfBase(rivalOf(recipe));
  const scores: PhotographScore[] = [];
  const { heldOut } = await readSplit(run);
  const random = new Random(Random.seed(recipe.seed, 0, 4));
  const measurable = heldOut.filter(
    ({ clean }) => clean !== undefined || recipe.data === "clean",
  );
  const chosen = random.shuffle(measurable).slice(0, PHOTOGRAPHS);
  const open: Denoiser[] = [];
  try {
    if (chosen.length === 0) return reportOf([], against, recipe.seed);
    const rival = await rivalWeights(run, recipe);
    for (const network of [rival, trained])
      open.push(await opened(network, ports));
    const [before, after] = open as [Denoiser, Denoiser];
    for (const [done, photograph] of chosen.entries()) {
      ports.progress({ kind: "measuring", done, of: chosen.length });
      // Cancelling is heard between photographs.
      await setImmediate();
      if (ports.signal.aborted) throw new NitidoError("CANCELLED", { run });
      const source = await openPhotograph(inFolder(folder, photograph)).catch(
        unreadable,
      );
      if (!source) continue;
      const square = squareOf(visibleArea(source), random);
      const name = { name: photograph.file, toBeSeen: false };
      const { noisy, reference } = noisyWindow(source, square, recipe, name);
      if (!reference) continue;
      const image = interleave(noisy);
      const noise = await ports.meter.measure(image, ports.signal);
      const score = async (denoiser: Denoiser) =>
        likeness(await denoiseWhole({ image, noise, denoiser }), reference);
      scores.push({
        noisy: likeness(noisy, reference),
        base: await score(before),
        trained: await score(after),
      });
    }
    return reportOf(scores, against, recipe.seed);
  } catch (error) {
    if (!(error instanceof NitidoError) || error.code === "CANCELLED")
      throw error;
    return reportOf([], against, recipe.seed);
  } finally {
    for (const denoiser of open) await denoiser.close();
  }
}

/** A photograph that went away meanwhile does not keep the others from being measured. */
function unreadable(error: unknown): null {
  if (error instanceof NitidoError) return null;
  throw error;
}

/** As a file that is opened for denoising: with its weights fixed it is as fast as it will be. */
function opened(
  { network, weights }: Pick<Snapshot, "network" | "weights">,
  { compute, device, progress }: ReportPorts,
): Promise<Denoiser> {
  const parameters = unpackWeights(networks[network], weights);
  const bytes = exportDenoiser(networks[network], parameters);
  const model = readModel(bytes, network);
  const context = nativeContext(model, network);
  return openDenoiser(
    compute,
    { name: network, file: network, bytes, model, context, card: null },
    device,
    (choice) => {
      progress({ kind: "device", choice });
    },
  );
}

/** Somewhere in the area; all of a small one. */
function squareOf(area: Rect, random: Random): Rect {
  const width = Math.min(EDGE, area.width);
  const height = Math.min(EDGE, area.height);
  return {
    x: area.x + random.integer(0, area.width - width + 1),
    y: area.y + random.integer(0, area.height - height + 1),
    ...{ width, height },
  };
}

function likeness(planes: Planes, reference: Planes): number {
  return Math.min(EQUAL, psnr(planes, reference));
}
