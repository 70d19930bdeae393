/** Ends a run before its time: what it has learnt so far becomes the network. */
import { NitidoError } from "../../../models/errors.ts";
import type { TrainRequest, TrainResult } from "../../services/api-training.ts";
import { reopenRun } from "./run-folder.ts";
import { writeNetwork } from "./write-network.ts";

/**
 * Neither photographs nor a device are needed. Throws CHECKPOINT_DAMAGED, USAGE where no step was
 * taken, and what writing throws.
 */
export async function finishRun(request: TrainRequest): Promise<TrainResult> {
  const { checkpoint, facts, metrics } = await reopenRun(request.run);
  const { recipe, step, state } = checkpoint;
  if (!metrics || step === 0)
    throw new NitidoError("USAGE", {
      kind: "nothingLearnt",
      file: request.run,
    });
  const { seconds, mpxPerSecond, loss } = metrics;
  const done = { seconds, mpxPerSecond, loss, device: facts?.device ?? "cpu" };
  await writeNetwork(
    ...[request.out, recipe, state.average],
    { ...done, ...(facts && { photographs: facts.photographs }) },
    request.overwrite,
  );
  return {
    ...{ ended: "stopped", out: request.out, run: request.run },
    network: recipe.network,
    data: recipe.data,
    noise: recipe.noise,
    steps: step,
    ...done,
    ...(facts?.basePsnr !== undefined && { basePsnr: facts.basePsnr }),
  };
}
