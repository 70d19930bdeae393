/** Plain and graded colour fields, as walls and skies have them: pictures without any detail. */
import type { Random } from "../random.ts";
import { type Planes, emptyPlanes, plane } from "./image.ts";

/** How far the corners of a graded field differ from its middle, in 0..1 units, at most. */
const GRADIENT = 0.15;
/** A share is black or white: there noise is cut off at one side, and brighter or darker on average. */
const EXTREME = 0.25;

/**
 * Three square planes of `edge` pixels, 0..1: half of them of one colour, half running evenly from
 * corner to corner.
 */
export function smoothField(edge: number, random: Random): Planes {
  const field = emptyPlanes(edge, edge, 3);
  const graded = random.chance(0.5);
  const extreme = random.chance(EXTREME);
  const grey = extreme ? random.integer(0, 2) : random.uniform();
  const tint = extreme ? 0.02 : 0.2;
  for (let c = 0; c < 3; c++) {
    const middle = grey + random.uniform(-tint, tint);
    const corner = () =>
      middle + (graded ? random.uniform(-GRADIENT, GRADIENT) : 0);
    const [nw, ne, sw, se] = [corner(), corner(), corner(), corner()];
    const data = plane(field, c);
    for (let y = 0, i = 0; y < edge; y++) {
      const down = y / Math.max(1, edge - 1);
      const [west, east] = [nw + (sw - nw) * down, ne + (se - ne) * down];
      for (let x = 0; x < edge; x++, i++) {
        const value = west + ((east - west) * x) / Math.max(1, edge - 1);
        data[i] = Math.min(1, Math.max(0, value));
      }
    }
  }
  return field;
}
