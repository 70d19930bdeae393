/** The work of the lab's thread. */
import { UMAP } from "umap-js";
import { drawnPictures } from "../../../models/lab/data/drawn.ts";
import { neighbourhoodKept } from "../../../models/lab/neighbours.ts";
import { unlikeness } from "../../../models/lab/unlike.ts";
import { Random } from "../../../models/random.ts";
import { principalComponents } from "./principal.ts";

/** UMAP's own default. */
const UMAP_NEIGHBOURS = 15;

export const labWork = {
  draw: drawnPictures,
  principalComponents,
  neighbourhoodKept,
  umap,
  unlikeness,
} as const;
export type LabWork = typeof labWork;
export type LabWorkName = keyof LabWork;

/** Places in a plane (McInnes et al. 2018, "UMAP"). Of at least three codes. */
function umap(
  codes: readonly (readonly number[])[],
  seed: number,
): readonly (readonly number[])[] {
  const random = new Random(seed);
  const map = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(UMAP_NEIGHBOURS, codes.length - 1),
    random: () => random.uniform(),
  });
  return map.fit(codes.map((code) => [...code]));
}
