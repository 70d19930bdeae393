/** A few steps whose state stays on the device, as training does, and its values at the end. */
import type { NitidoError } from "../../../../models/errors.ts";
import type { TaskContext } from "../../../../electron/engine/tasks/task.ts";
import type {
  HeldTensor,
  TensorLike,
} from "../../../../electron/engine/tensors.ts";
import { counterModel } from "../models.ts";
import type { DeviceId } from "../../../../electron/services/api.ts";

export interface Trained {
  /** Whether the state of the last step was left on the device. */
  readonly held: boolean;
  /** The sum of the state after each step. */
  readonly sums: readonly number[];
  readonly state: readonly number[];
  /** The code of the error of using a released tensor. */
  readonly afterRelease: string;
}

export async function trainOnDevice(
  device: DeviceId,
  { compute }: TaskContext<unknown>,
): Promise<Trained> {
  const outputsOnDevice = ["next"];
  const session = await compute.open(counterModel(), {
    device,
    outputsOnDevice,
  });
  const sums: number[] = [];
  let state: TensorLike | HeldTensor = {
    dims: [2, 2],
    data: Float32Array.of(1, 2, 3, 4),
  };
  for (let step = 0; step < 3; step++) {
    const amount = { dims: [], data: Float32Array.of(0.5) };
    const results = await compute.run(session, { state, amount });
    const { next, sum } = results as { next: HeldTensor; sum: TensorLike };
    if ("held" in state) await compute.release(state);
    sums.push(sum.data[0] ?? NaN);
    state = next;
  }
  if (!("held" in state))
    return { held: false, sums, state: [...state.data], afterRelease: "" };
  const { data } = await compute.read(state);
  await compute.release(state);
  const afterRelease = await compute.read(state).then(
    () => "no error",
    (error: unknown) => (error as NitidoError).code,
  );
  await compute.close(session);
  return {
    held: true,
    sums,
    state: [...data],
    afterRelease,
  };
}
