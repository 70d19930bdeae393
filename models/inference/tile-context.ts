/** What a network's tiles need around them, read from its graph. */
import type { Graph } from "../graph/graph.ts";
import { receptiveField } from "../graph/receptive-field.ts";
import type { Context } from "./tiles.ts";

/** Of a graph from `image` to `denoised`, or to another output. Throws GRAPH_INVALID where no tile equals the whole image. */
export function contextOfGraph(graph: Graph, output = "denoised"): Context {
  const { margin, alignment } = receptiveField(graph, output, "image");
  // The noise map has half the resolution, so no tile may have an odd extent.
  return { margin, alignment: alignment % 2 === 0 ? alignment : 2 * alignment };
}
