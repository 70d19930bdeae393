/** A loaded network, ready to denoise tiles on a device. */
import { invariant, NitidoError } from "../../../models/errors.ts";
import type { TileNetwork } from "../../../models/inference/denoise.ts";
import type { DeviceChoice, DeviceId } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import { openWithFallback } from "../fallback.ts";
import { isHeld } from "../tensors.ts";
import type { LoadedNetwork } from "./load.ts";

export interface Denoiser extends TileNetwork {
  readonly device: DeviceId;
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
    { device },
    onChange,
  ).catch((error: unknown) => {
    throw named(error, network);
  });
  return {
    ...network.context,
    name: network.file,
    get device() {
      return session.device;
    },
    async run(image, sigma, height, width) {
      const results = await session
        .run({
          image: { dims: [1, 3, height, width], data: image },
          sigma: { dims: [1, 1, height / 2, width / 2], data: sigma },
        })
        .catch((error: unknown) => {
          throw named(error, network);
        });
      const denoised = results["denoised"];
      invariant(denoised && !isHeld(denoised), "a denoiser returns `denoised`");
      if (denoised.data.length !== 3 * height * width)
        throw new NitidoError("MODEL_DAMAGED", {
          model: network.file,
          reason: "its result has another size than its image",
        });
      return denoised.data;
    },
    close: () => session.close(),
  };
}

/** The runtime knows only bytes; people need to know which file is damaged. */
function named(error: unknown, { file }: LoadedNetwork): unknown {
  return error instanceof NitidoError && error.code === "MODEL_DAMAGED"
    ? new NitidoError("MODEL_DAMAGED", { ...error.details, model: file })
    : error;
}
