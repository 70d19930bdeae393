/** The work of the lab's thread. */
import { drawnPictures } from "../../../models/lab/data/drawn.ts";
import {
  neighbourGraph,
  neighbourhoodKept,
} from "../../../models/lab/neighbours.ts";
import { unlikeness } from "../../../models/lab/unlike.ts";
import { tsne, umap } from "./layouts.ts";
import { principalComponents } from "./principal.ts";

export const labWork = {
  draw: drawnPictures,
  principalComponents,
  neighbourGraph,
  neighbourhoodKept,
  umap,
  tsne,
  unlikeness,
} as const;
export type LabWork = typeof labWork;
export type LabWorkName = keyof LabWork;
