/** Runs the step graph on the compute thread; the state stays on the device where that is possible. */
import { invariant, NitidoError } from "../../../models/errors.ts";
import type { Graph } from "../../../models/graph/graph.ts";
import type { Batch } from "../../../models/training/batches.ts";
import { dataModeOf } from "../../../models/training/data/table.ts";
import type { StepEngine } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";
import { STATE, type StateName } from "../../../models/training/optimised.ts";
import { buildStep } from "../../../models/training/step.ts";
import type { DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { modelOf } from "../engines.ts";
import { probeChannelBlock } from "../onnx/blocked/probe.ts";
import { PORTABLE, type Target } from "../onnx/builder.ts";
import { trainedNetwork } from "./trained-network.ts";
import { type HeldTensor, isHeld, type TensorLike } from "../tensors.ts";

export type TrainingState = Record<StateName, Float32Array>;

/** A StepEngine that can be given another state, and closed. */
export interface OnnxStepEngine extends StepEngine {
  close(): Promise<void>;
}

/**
 * Opens a session for steps of the recipe's batch, beginning with `initial`, which is copied.
 * Throws what `Compute.open` does.
 */
export async function openStepEngine(
  compute: Compute,
  recipe: Recipe,
  initial: Readonly<TrainingState>,
  device: DeviceId,
): Promise<OnnxStepEngine> {
  const mode = dataModeOf(recipe);
  const network = await trainedNetwork(recipe);
  const graph = buildStep(network, recipe, recipe.adam, mode);
  return openSteps(compute, graph, initial, device);
}

/** The same for the graph of any training step (`optimisedStep`). */
export async function openSteps(
  compute: Compute,
  graph: Graph,
  initial: Readonly<TrainingState>,
  device: DeviceId,
): Promise<OnnxStepEngine> {
  const shapes = new Map(
    graph.inputs.map(({ attributes: { name, shape } }) => [name, shape]),
  );
  const target = device === "cpu" ? await cpuTarget(compute) : PORTABLE;
  const session = await compute.open(modelOf(graph, device, { target }), {
    device,
    outputsOnDevice: STATE.map((name) => `next.${name}`),
  });
  const state = new Map<StateName, TensorLike | HeldTensor>();
  for (const name of STATE)
    state.set(name, {
      dims: [initial[name].length],
      data: initial[name].slice(),
    });

  return {
    async step(batch: Batch, scalars) {
      const old = Object.fromEntries(state);
      const results = await compute.run(session, {
        ...old,
        ...Object.fromEntries(
          Object.entries(scalars).map(([name, value]) => [
            name,
            { dims: [], data: Float32Array.of(value) },
          ]),
        ),
        ...Object.fromEntries(
          Object.entries(batch).map(([name, data]) => [
            name,
            { dims: shapes.get(name) ?? [], data },
          ]),
        ),
      });
      for (const name of STATE) {
        const next = results[`next.${name}`];
        invariant(next, `the step returns next.${name}`);
        state.set(name, next);
      }
      await Promise.all(
        Object.values(old)
          .filter(isHeld)
          .map((held) => compute.release(held)),
      );
      return { loss: valueOf(results["loss"]), norm: valueOf(results["norm"]) };
    },

    async state() {
      const copies = STATE.map(async (name) => {
        const tensor = state.get(name);
        invariant(tensor, `the state holds ${name}`);
        const values = isHeld(tensor) ? await compute.read(tensor) : tensor;
        return [name, values.data.slice()] as const;
      });
      return Object.fromEntries(await Promise.all(copies)) as TrainingState;
    },

    close: () => compute.close(session),
  };
}

/** What ONNX Runtime can do on this processor. */
export async function cpuTarget(compute: Compute): Promise<Target> {
  const channelBlock = await probeChannelBlock(async (model, values) => {
    const session = await compute.open(model, { device: "cpu" });
    const feeds = mapValues(values, ({ shape, data }) => ({
      dims: shape,
      data: Float32Array.from(data),
    }));
    const results = await compute
      .run(session, feeds)
      .finally(() => compute.close(session));
    return mapValues(results, (tensor) => {
      invariant(!isHeld(tensor), "the processor's results are values");
      return { shape: tensor.dims, data: tensor.data };
    });
  });
  return { fusedMatMul: true, ...(channelBlock && { channelBlock }) };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value)]),
  );
}

function valueOf(tensor: TensorLike | HeldTensor | undefined): number {
  const value = tensor && !isHeld(tensor) ? tensor.data[0] : undefined;
  if (value === undefined)
    throw new NitidoError("INTERNAL", { reason: "a step returned no loss" });
  return value;
}
