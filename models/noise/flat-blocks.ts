/** The flattest blocks of an image at each intensity, and what they show. */

import type { BlockStatistics } from "./block-statistics.ts";
import { binOf } from "./noise-level.ts";
import { median, quantile } from "./quantile.ts";

/** Variances in squared 0..1 units. */
export interface FlatBlocks {
  /** Range of intensity, as in a noise curve. */
  readonly bin: number;
  /** The blocks with the least variance. */
  readonly blocks: readonly BlockStatistics[];
  /** Median variance of these, mean of the channels. */
  readonly variance: number;
  /** Low variance of chroma in this range; infinite in a grey image. */
  readonly chroma: number;
  /** Diagonal details of chroma where it is quiet; of luma in a grey image. */
  readonly diagonal1: number;
  readonly diagonal2: number;
  /** Diagonal details of luma in the flat blocks, and all variance of their luma. */
  readonly luma1: number;
  readonly luma: number;
  /** How many blocks this range has in all. */
  readonly population: number;
  /**
   * How unlike they are: σ of the quarter point over σ of the twentieth part.
   * Noise is much the same everywhere and gives little over 1, texture more.
   */
  readonly spread: number;
}

const FLAT_SHARE = 0.07;
const QUIET_SHARE = 0.1;
/** Blocks that a range must have to count, and to tell its spread. */
const FEWEST = 6;
const FEWEST_FOR_SPREAD = 20;
/** One level of 255, squared. */
const LEVEL = 1 / 65025;

/** One entry for each range of intensity that has enough blocks, at least one. */
export function flatBlocks(blocks: readonly BlockStatistics[]): FlatBlocks[] {
  const grey = median(blocks.map((block) => block.chroma)) < 0.001 * LEVEL;
  const bins = new Map<number, BlockStatistics[]>();
  for (const block of blocks) {
    const bin = binOf(block.mean);
    const all = bins.get(bin);
    if (all) all.push(block);
    else bins.set(bin, [block]);
  }
  const large = [...bins].filter(([, all]) => all.length >= FEWEST);
  if (large.length > 0) {
    return large.map(([bin, all]) => flattest(all, bin, grey));
  }
  const mean = median(blocks.map((block) => block.mean));
  return [flattest(blocks, binOf(mean), grey)];
}

function flattest(
  all: readonly BlockStatistics[],
  bin: number,
  grey: boolean,
): FlatBlocks {
  const sorted = [...all].sort((one, other) => one.total - other.total);
  const count = Math.max(3, Math.round(FLAT_SHARE * sorted.length));
  const blocks = sorted.slice(0, count);
  const chroma = all.map((block) => block.chroma);
  const low = quantile(chroma, QUIET_SHARE);
  const quiet = all.filter((block) => block.chroma <= low);
  const sigmaAt = (share: number): number => {
    const { total } = sorted[Math.floor(share * sorted.length)]!;
    return Math.sqrt(total + 0.02 * LEVEL);
  };
  return {
    bin,
    blocks,
    variance: median(blocks.map((block) => block.total)),
    chroma: grey ? Infinity : low,
    diagonal1: grey
      ? median(blocks.map(({ luma1 }) => luma1 / 3))
      : median(quiet.map(({ chroma1 }) => chroma1)),
    diagonal2: grey
      ? median(blocks.map(({ luma2 }) => luma2 / 3))
      : median(quiet.map(({ chroma2 }) => chroma2)),
    luma1: median(blocks.map(({ luma1 }) => luma1)),
    // The three channels' variance is that of luma and both of chroma.
    luma: median(blocks.map(({ total, chroma }) => 3 * total - 2 * chroma)),
    population: all.length,
    spread: all.length < FEWEST_FOR_SPREAD ? 1 : sigmaAt(0.25) / sigmaAt(0.05),
  };
}
