/** The use case `measureModel`: the speed of a network on a device, and its integrity. */
import type { TileNetwork } from "../../../models/inference/denoise.ts";
import { measureIntegrity } from "../../../models/inference/measure-integrity.ts";
import { Random } from "../../../models/random.ts";
import { openDenoiser } from "../networks/denoiser.ts";
import { weightCount } from "../networks/limits.ts";
import { type LoadedNetwork, loadNetwork } from "../networks/load.ts";
import { placeFor } from "../networks/place.ts";
import type { Task } from "./task.ts";

/** Timing begins with small windows and doubles them until a run takes long enough to be measured. */
const FIRST_EDGE = 128;
const LAST_EDGE = 1024;
const ENOUGH_MS = 200;
/** The best of these counts: other programs only ever slow a run down. */
const RUNS = 2;

export const measureModel: Task<"measureModel"> = async (
  request,
  { compute, devices, signal },
) => {
  const network = await loadNetwork(request.model);
  const choice = await devices.choose(request.device);
  const { device } = placeFor(network, choice);
  const denoiser = await openDenoiser(
    compute,
    network,
    device,
    () => undefined,
  );
  try {
    const integrity = await measureIntegrity({
      network: denoiser.itself,
      noiseInput: hasNoiseInput(network),
      signal,
    });
    const mpxPerSecond = await speedOf(denoiser, signal);
    return {
      integrity,
      mpxPerSecond,
      device: denoiser.device,
      parameters: weightCount(network.model),
    };
  } finally {
    await denoiser.close();
  }
};

function hasNoiseInput({ foreign }: LoadedNetwork): boolean {
  return foreign?.adapter.noise.kind !== "none";
}

async function speedOf(
  network: TileNetwork,
  signal: AbortSignal,
): Promise<number> {
  for (let wished = FIRST_EDGE; ; wished *= 2) {
    const edge = Math.ceil(wished / network.alignment) * network.alignment;
    let best = Infinity;
    // The first run of a size also compiles and allocates.
    for (let i = 0; i <= RUNS; i++) {
      signal.throwIfAborted();
      const milliseconds = await timedRun(network, edge);
      if (i > 0) best = Math.min(best, milliseconds);
    }
    if (best >= ENOUGH_MS || wished >= (network.edge ?? LAST_EDGE))
      return (edge * edge) / 1e6 / (best / 1000);
  }
}

async function timedRun(network: TileNetwork, edge: number): Promise<number> {
  const random = new Random(1);
  const image = Float32Array.from({ length: 3 * edge ** 2 }, () =>
    random.uniform(),
  );
  const sigma = new Float32Array(edge ** 2 / 4).fill(0.1);
  const started = performance.now();
  await network.run(image, sigma, edge, edge);
  return performance.now() - started;
}
