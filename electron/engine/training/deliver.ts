/** The end of a run: what its network is worth is measured, and the network is written with its card. */
import { isSnapshotStep } from "../../../models/training/snapshot.ts";
import type { TrainingReport } from "../../../models/training/report.ts";
import type { TrainRequest } from "../../services/api-training.ts";
import type { Position } from "./carry-out.ts";
import { measureReport, type ReportPorts } from "./measure-report.ts";
import { writeReport } from "./report-file.ts";
import type { RunFacts, RunFolder } from "./run-folder.ts";
import { type TrainingFacts, writeNetwork } from "./write-network.ts";

/** `facts` of the run go to the card. Throws CANCELLED with `{ run }` and what writing throws. */
export async function deliver(
  {
    out,
    folder,
    overwrite,
  }: Pick<TrainRequest, "out" | "folder" | "overwrite">,
  run: RunFolder,
  { recipe, step, state }: Position,
  { done, facts }: Delivery,
  ports: ReportPorts,
): Promise<TrainingReport> {
  const network = { network: recipe.network, weights: state.average };
  // The last picture of the timeline is that of the network that is written.
  if (!isSnapshotStep(step)) {
    const file = await run.keepSnapshot({ step, ...network });
    ports.progress({ kind: "snapshot", step, file });
  }
  const report = await measureReport(run.path, folder, recipe, network, ports);
  await writeReport(run.path, report);
  const { photographs, heldOut, camera, noiseRange } = facts ?? {};
  await writeNetwork(
    ...[out, recipe, state.average],
    {
      ...done,
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
  return report;
}

export interface Delivery {
  readonly done: Omit<TrainingFacts, "photographs" | "heldOut">;
  /** Absent of runs that did not keep them yet. */
  readonly facts: RunFacts | undefined;
}
