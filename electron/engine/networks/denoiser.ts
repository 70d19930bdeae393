/** A loaded network, ready to denoise tiles on a device. */
import { invariant, NitidoError } from "../../../models/errors.ts";
import { adaptedRun } from "../../../models/inference/adapted.ts";
import type { TileNetwork } from "../../../models/inference/denoise.ts";
import { faded } from "../../../models/inference/fade.ts";
import type { DeviceChoice, DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { openWithFallback } from "../fallback.ts";
import { isHeld } from "../tensors.ts";
import { forwardOf, type Run } from "./forward.ts";
import type { Foreign, LoadedNetwork } from "./load.ts";

/** Does nothing where there is no noise (`faded`). */
export interface Denoiser extends TileNetwork {
  readonly device: DeviceId;
  /** What it does whatever the noise level, for measuring it. */
  readonly itself: TileNetwork;
  close(): Promise<void>;
}

/** Opens the network on the device; `onChange` is told when it moves to the CPU. Throws MODEL_DAMAGED, OUT_OF_MEMORY. */
export async function openDenoiser(
  compute: Compute,
  network: LoadedNetwork,
  device: DeviceId,
  onChange: (choice: DeviceChoice) => void,
): Promise<Denoiser> {
  const session = await openWithFallback(
    compute,
    network.bytes,
    // Half the memory for the same speed; and decoding, blending and encoding need the cores meanwhile.
    { device, memoryPattern: false, spinning: false },
    onChange,
  ).catch((error: unknown) => {
    throw named(error, network);
  });
  const run: Run = async (feeds) => {
    const results = await session.run(feeds).catch((error: unknown) => {
      throw named(error, network);
    });
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => {
        invariant(!isHeld(tensor), "a denoiser's results are values");
        return [name, tensor];
      }),
    );
  };
  const itself: TileNetwork = {
    ...network.context,
    name: network.file,
    ...(network.foreign
      ? foreignNetwork(network.foreign, run, network.file)
      : {
          run: nativeRun(run, network.file),
          // A graphics card's memory is not Nítido's to measure.
          ...(session.device === "cpu" && { roomyEdge: ROOMY_EDGE }),
        }),
  };
  return {
    ...faded(itself),
    itself,
    get device() {
      return session.device;
    },
    close: () => session.close(),
  };
}

/** Of windows where memory allows: what surrounds and overlaps cost a twelfth of 12 megapixels instead of a seventh. */
const ROOMY_EDGE = 1824;

/** How Nítido's own networks are fed: all of them alike. */
function nativeRun(run: Run, file: string): TileNetwork["run"] {
  return async (image, sigma, height, width) => {
    const { denoised } = await run({
      image: { dims: [1, 3, height, width], data: image },
      sigma: { dims: [1, 1, height / 2, width / 2], data: sigma },
    });
    if (denoised?.data.length !== 3 * height * width)
      throw new NitidoError("MODEL_DAMAGED", {
        model: file,
        reason: "its result has another size than its image",
      });
    return denoised.data;
  };
}

/**
 * Models that others made may be many times as large as Nítido's, and a system that hands out more
 * memory than it has gives no warning: their windows are small, unless they need much context.
 */
const FOREIGN_EDGE = 512;

function foreignNetwork(
  { signature, adapter }: Foreign,
  run: Run,
  file: string,
): Pick<TileNetwork, "run" | "edge" | "uniform"> {
  const forward = forwardOf(signature, adapter, run, file);
  return {
    run: adaptedRun(adapter, forward, signature.size),
    edge: Math.max(FOREIGN_EDGE, 4 * adapter.margin),
    uniform: adapter.noise.kind === "scalar",
  };
}

/**
 * The runtime knows only bytes; people need to know which file is damaged. Feeds that do not fit are
 * a bug with Nítido's own networks, and with others a card that is wrong.
 */
function named(error: unknown, { file, foreign }: LoadedNetwork): unknown {
  if (!(error instanceof NitidoError)) return error;
  const { code, details } = error;
  if (code === "MODEL_DAMAGED")
    return new NitidoError(code, { ...details, model: file });
  if (code === "INTERNAL" && foreign)
    return new NitidoError("MODEL_DAMAGED", {
      model: file,
      reason: String(details["message"]),
    });
  return error;
}
