/** What is said about a training folder: counts, noise, and the proposal. */
import { median, quantile } from "../../../../models/noise/quantile.ts";
import {
  CLEAN_UP_TO,
  propose,
} from "../../../../models/training/folder/proposal.ts";
import type {
  FolderNoise,
  InspectFolderResult,
  LeftOut,
} from "../../../services/api-training.ts";
import type { MeasuredNoise } from "./entry.ts";
import type { FolderContents } from "./inspect.ts";

/** Longest list in an answer. */
const LISTED = 1000;
/** The correlation length is that which so many photographs do not exceed. */
const REACHED = 0.9;
/** Photographs that stand for the folder. */
const SAMPLES = 8;

export function reportOf(contents: FolderContents): InspectFolderResult {
  const { usable, leftOut, pairs, refused, bursts } = contents;
  const noise = noiseOf(contents.noise);
  const { mode, reason } = propose({
    usable: usable.length,
    pairs: pairs.length,
    frames: bursts.reduce((sum, { length }) => sum + length, 0),
    clean: noise?.clean ?? 0,
    length: noise?.length ?? 1,
  });
  const count = (why: LeftOut["why"]) =>
    leftOut.filter((one) => one.why === why).length;
  return {
    folder: contents.folder,
    files: contents.files,
    usable: usable.length,
    megapixels: usable.reduce(
      (sum, { look }) => sum + (look.width * look.height) / 1e6,
      0,
    ),
    deep: usable.filter(({ look }) => look.bitDepth === 16).length,
    leftOut: leftOut.slice(0, LISTED),
    leftOutCounts: {
      unreadable: count("unreadable"),
      tiny: count("tiny"),
      overexposed: count("overexposed"),
      duplicate: count("duplicate"),
      similar: count("similar"),
    },
    pairs: {
      usable: pairs.length,
      shifted: pairs.filter(({ shift }) => shift.x !== 0 || shift.y !== 0)
        .length,
      refused: refused.slice(0, LISTED),
      refusedCount: refused.length,
    },
    bursts: {
      count: bursts.length,
      frames: bursts.reduce((sum, { length }) => sum + length, 0),
    },
    samples: spread(usable.map(({ file }) => file)),
    noise,
    proposal: { mode, reason },
  };
}

/** A few at equal distances. */
function spread(files: readonly string[]): string[] {
  const count = Math.min(SAMPLES, files.length);
  return Array.from(
    { length: count },
    (_, i) => files[Math.floor((i * files.length) / count)]!,
  );
}

function noiseOf(sample: readonly MeasuredNoise[]): FolderNoise | null {
  if (sample.length === 0) return null;
  const visible = sample.filter(({ sigma }) => sigma > CLEAN_UP_TO);
  const levels = sample.map(({ sigma }) => sigma);
  const share = (is: (noise: MeasuredNoise) => boolean) =>
    sample.filter(is).length / sample.length;
  return {
    photographs: sample.length,
    low: Math.min(...levels),
    median: median(levels),
    high: Math.max(...levels),
    correlation: median(sample.map(({ correlation }) => correlation)),
    length:
      visible.length > 0
        ? quantile(
            visible.map(({ length }) => length),
            REACHED,
          )
        : 1,
    clean: share(({ sigma }) => sigma <= CLEAN_UP_TO),
    correlated: share(
      ({ sigma, correlated }) => correlated && sigma > CLEAN_UP_TO,
    ),
  };
}
