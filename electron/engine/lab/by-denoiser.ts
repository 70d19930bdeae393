/** What Nítido's own denoiser makes of the lab's pictures, beside what an autoencoder does. */
import { interleave } from "../../../models/image/interleave.ts";
import type { Pictures } from "../../../models/lab/batches.ts";
import { countOf, pictureAt } from "../../../models/lab/pictures.ts";
import type { DeviceWish } from "../../services/api.ts";
import { denoiseWhole } from "../networks/denoise-whole.ts";
import { loadNetwork } from "../networks/load.ts";
import { placeFor } from "../networks/place.ts";
import type { TaskContext } from "../tasks/task.ts";

/** The one for white noise of a known level. */
const MODEL = "fast-awgn";

type Context = Pick<TaskContext<never>, "devices" | "networks" | "signal">;

/** Pictures with white noise, whose σ in 0..255 units it is told. Rejects as `openDenoiser` and `Devices.choose` do. */
export async function byDenoiser(
  noisy: Pictures,
  sigma: number,
  wish: DeviceWish,
  { devices, networks, signal }: Context,
): Promise<Pictures> {
  const network = await loadNetwork(MODEL);
  const { device } = placeFor(network, await devices.choose(wish));
  const denoiser = await networks.open(network, device, () => undefined);
  const result = { shape: noisy.shape, data: noisy.data.slice() };
  try {
    for (let n = 0; n < countOf(noisy); n++) {
      const image = imageOf(noisy, n);
      const { data } = await denoiseWhole({
        ...{ image, noise: sigma, denoiser, signal },
      });
      pictureAt(result, n).set(ofChannels(data, noisy.shape[0]));
    }
  } finally {
    await denoiser.close();
  }
  return result;
}

function imageOf(pictures: Pictures, n: number) {
  const [channels, height, width] = pictures.shape;
  const data = pictureAt(pictures, n);
  return channels === 1
    ? ({ width, height, channels, samples: data } as const)
    : interleave({ width, height, channels, data });
}

/** Of three planes, their mean where one is wanted. */
function ofChannels(data: Float32Array, channels: number): Float32Array {
  if (channels === 3) return data;
  const plane = data.length / 3;
  return Float32Array.from(
    { length: plane },
    (_, i) => (data[i]! + data[i + plane]! + data[i + 2 * plane]!) / 3,
  );
}
