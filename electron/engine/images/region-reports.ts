/** Gathers what has become denoised into a few reports a second. */
import type { Rect } from "../../../models/image/image.ts";
import type { PreviewProgress } from "../../services/api-images.ts";
import type { PreviewResult } from "./preview-result.ts";

/** Milliseconds between two reports. */
const EVERY = 100;

export interface RegionReports {
  add(region: Rect): void;
  /** Reports what has not been reported yet. */
  flush(): void;
}

/** Speed and time left are those of the work since this call. */
export function followRegions(
  result: PreviewResult,
  progress: (progress: PreviewProgress) => void,
): RegionReports {
  const { covered, revision } = result;
  const megapixels = (covered.width * covered.height) / 1e6;
  const began = performance.now();
  const before = covered.fraction;
  let regions: Rect[] = [];
  let reported = -Infinity;

  const flush = (): void => {
    const changed = [...regions, ...result.settled()];
    if (changed.length === 0) return;
    const now = performance.now();
    const { fraction } = covered;
    const done = (fraction - before) * megapixels;
    const mpxPerSecond = done / ((now - began) / 1000);
    progress({
      kind: "region",
      regions: changed,
      fraction,
      mpxPerSecond,
      secondsLeft: done > 0 ? ((1 - fraction) * megapixels) / mpxPerSecond : 0,
      revision,
    });
    regions = [];
    reported = now;
  };

  return {
    flush,
    add(region) {
      regions.push(region);
      if (performance.now() - reported >= EVERY) flush();
    },
  };
}
