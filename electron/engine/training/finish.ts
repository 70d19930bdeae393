/** Ends a run before its time: what it has learnt so far becomes the network. */
import { NitidoError } from "../../../models/errors.ts";
import type { TrainRequest, TrainResult } from "../../services/api-training.ts";
import { deliver } from "./deliver.ts";
import type { ReportPorts } from "./measure-report.ts";
import { reopenRun } from "./run-folder.ts";

/**
 * Photographs are needed for its report alone. Throws CHECKPOINT_DAMAGED, USAGE where no step was
 * taken, CANCELLED, and what writing throws.
 */
export async function finishRun(
  request: TrainRequest,
  ports: ReportPorts,
): Promise<TrainResult> {
  const { run, checkpoint, facts, metrics } = await reopenRun(request.run);
  const { recipe, step } = checkpoint;
  const last = metrics.at(-1);
  if (!last || step === 0)
    throw new NitidoError("USAGE", {
      kind: "nothingLearnt",
      file: request.run,
    });
  const { seconds, mpxPerSecond, loss } = last;
  const done = { seconds, mpxPerSecond, loss, device: facts?.device ?? "cpu" };
  const { report, ...written } = await deliver(
    ...[request, run, checkpoint],
    { done, psnr: run.measurements.at(-1)?.psnr, facts },
    ports,
  );
  return {
    ...{ ended: "stopped", out: request.out, run: request.run },
    network: recipe.network,
    data: recipe.data,
    noise: recipe.noise,
    steps: step,
    ...{ ...done, ...written },
    ...(facts?.basePsnr !== undefined && { basePsnr: facts.basePsnr }),
    report,
  };
}
