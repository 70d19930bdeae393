/**
 * Which parts of which photographs a step learns from. Large photographs take long to decode: only so
 * many parts are in use at a time, and each is replaced by another after a while. All of it follows
 * from seed and step, so that it does not matter what was decoded before.
 */
import { Random } from "../random.ts";

/** Edge in pixels of a part; smaller photographs are taken whole. */
export const WINDOW_EDGE = 896;
/** Parts in use at a time: 0.6 GB of 8-bit colour. */
const SLOTS = 256;
/** Steps for which a part stays in use; they are replaced in turn, one every eight steps. */
const PERIOD = 2048;

/** A part of a photograph: where it lies between its left and right, top and bottom borders, 0..1. */
export interface Window {
  readonly photograph: number;
  readonly x: number;
  readonly y: number;
}

/** One of the parts in use at `step`, of `count` photographs. */
export function drawWindow(
  seed: number,
  step: number,
  count: number,
  random: Random,
): Window {
  const slot = random.integer(0, SLOTS);
  const turn = Math.floor((step + (slot * PERIOD) / SLOTS) / PERIOD);
  const own = new Random(Random.seed(seed, slot, turn, 2));
  return {
    photograph: own.integer(0, count),
    x: own.uniform(),
    y: own.uniform(),
  };
}
