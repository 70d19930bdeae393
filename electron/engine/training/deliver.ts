/** The end of a run: what its network is worth is measured, and the network is written with its card. */
import { isSnapshotStep } from "../../../models/training/snapshot.ts";
import type { TrainingReport } from "../../../models/training/report.ts";
import type { TrainRequest } from "../../services/api-training.ts";
import type { Position } from "./carry-out.ts";
import { measureReport, type ReportPorts } from "./measure-report.ts";
import { writeReport } from "./report-file.ts";
import type { RunFacts, RunFolder } from "./run-folder.ts";
import { denoiserWeights, meterWeights } from "./trained-network.ts";
import {
  type TrainingFacts,
  writeMeter,
  writeNetwork,
} from "./write-network.ts";

/**
 * Where an earlier state measured clearly better than the last one, that is what is written. `facts`
 * of the run go to the card. Throws CANCELLED with `{ run }` and what writing throws.
 */
export async function deliver(
  {
    out,
    folder,
    overwrite,
  }: Pick<TrainRequest, "out" | "folder" | "overwrite">,
  run: RunFolder,
  { recipe, step: last, state }: Position,
  { done, psnr: lastPsnr, facts }: Delivery,
  ports: ReportPorts,
): Promise<Delivered> {
  const best = await run.better();
  const {
    step,
    weights,
    psnr = lastPsnr,
  } = best ?? { step: last, weights: denoiserWeights(recipe, state.average) };
  const network = { network: recipe.network, weights };
  const measured = psnr !== undefined && { psnr };
  // The last picture of the timeline is that of the network that is written.
  if (!isSnapshotStep(step)) {
    const file = await run.keepSnapshot({ step, ...network });
    ports.progress({ kind: "snapshot", step, file });
  }
  const report = await measureReport(run.path, folder, recipe, network, ports);
  await writeReport(run.path, report);
  const { photographs, heldOut, camera, noiseRange } = facts ?? {};
  await writeNetwork(
    ...[out, recipe, weights],
    {
      ...{ ...done, ...measured },
      ...(photographs !== undefined && { photographs }),
      ...(heldOut !== undefined && { heldOut }),
    },
    {
      ...(camera !== undefined && { camera }),
      ...(noiseRange && { noiseRange }),
      report,
    },
    overwrite,
  );
  const meter = meterWeights(recipe, state.average);
  if (meter) await writeMeter(out, meter, overwrite);
  return { report, writtenStep: step, ...measured };
}

export interface Delivery {
  readonly done: Omit<TrainingFacts, "photographs" | "heldOut" | "psnr">;
  /** Of the held-out photographs at the last measurement, in dB. */
  readonly psnr: number | undefined;
  /** Absent of runs that did not keep them yet. */
  readonly facts: RunFacts | undefined;
}

export interface Delivered {
  readonly report: TrainingReport;
  /** After how many steps the network was as it is written. */
  readonly writtenStep: number;
  /** Of the held-out photographs, in dB, when there were any. */
  readonly psnr?: number;
}
