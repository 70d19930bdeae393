/** A noise meter without a network: the estimate of models/noise/estimate.ts. */
import type { NoiseMeter } from "../../electron/engine/networks/meter.ts";
import { estimateNoise } from "../../models/noise/estimate.ts";

export const fakeMeter: NoiseMeter = {
  measure: (image) => Promise.resolve(estimateNoise(image)),
};
