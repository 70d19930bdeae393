/** Runs the network of any snapshot on small windows: one graph for each size, whose weights are an input. */
import { invariant } from "../../../../models/errors.ts";
import { contextOfGraph } from "../../../../models/inference/tile-context.ts";
import type { Context } from "../../../../models/inference/tiles.ts";
import {
  type NetworkName,
  networks,
} from "../../../../models/networks/table.ts";
import { buildDenoise } from "../../../../models/training/step.ts";
import type { DeviceId } from "../../../services/api.ts";
import type { Compute } from "../../compute.ts";
import { modelOf } from "../../engines.ts";
import { PORTABLE, type Target } from "../../onnx/builder.ts";
import { isHeld } from "../../tensors.ts";
import { cpuTarget } from "../step-engine.ts";
import { keepRecent } from "./recent.ts";

/** Sizes of windows whose sessions stay open. */
const SESSIONS = 3;
/** Any size tells what a network's tiles need. */
const ANY_SIZE = { height: 128, width: 128 };

/** 1×3×H×W in 0..1, and σ in 0..1 at half resolution. */
export interface Window {
  readonly height: number;
  readonly width: number;
  readonly image: Float32Array;
  readonly sigma: Float32Array;
}

export interface SnapshotNetworks {
  /** What windows need around what is shown of them. */
  context(network: NetworkName): Context;
  /** The denoised window, 3×H×W. Throws what `Compute.open` and `run` do. */
  denoise(
    network: NetworkName,
    weights: Float32Array,
    window: Window,
    device: DeviceId,
  ): Promise<Float32Array>;
}

export function createSnapshotNetworks(compute: Compute): SnapshotNetworks {
  const sessions = keepRecent<number>(SESSIONS, (session) =>
    compute.close(session),
  );
  let target: Promise<Target> | undefined;
  /** One after the other, so that no session is closed under a run. */
  let queue: Promise<unknown> = Promise.resolve();

  const open = async (
    network: NetworkName,
    size: Pick<Window, "height" | "width">,
    device: DeviceId,
  ): Promise<number> => {
    const graph = buildDenoise(networks[network], size);
    if (device === "cpu") target ??= cpuTarget(compute);
    const model = modelOf(graph, device, {
      target: device === "cpu" ? await target! : PORTABLE,
    });
    // A training goes on beside it: what waits here must not take a core from it.
    return compute.open(model, { device, spinning: false, arena: false });
  };

  const run = async (
    network: NetworkName,
    weights: Float32Array,
    { height, width, image, sigma }: Window,
    device: DeviceId,
  ): Promise<Float32Array> => {
    const key = [network, height, width, device].join(" ");
    const session = await sessions.get(key, () =>
      open(network, { height, width }, device),
    );
    const feeds = {
      image: { dims: [1, 3, height, width], data: image },
      sigma: { dims: [1, 1, height / 2, width / 2], data: sigma },
      weights: { dims: [weights.length], data: weights },
    };
    const results = await compute.run(session, feeds, { keepFeeds: true });
    const tensor = results["denoised"];
    invariant(tensor && !isHeld(tensor), "a picture is returned as values");
    return tensor.data;
  };

  return {
    context: (network) =>
      contextOfGraph(buildDenoise(networks[network], ANY_SIZE)),
    denoise(...parameters) {
      const result = queue.then(() => run(...parameters));
      queue = result.catch(() => undefined);
      return result;
    },
  };
}
