/** Places in a plane for codes, by who is near whom. */
import { UMAP } from "umap-js";
import { Random } from "../../../models/random.ts";

type Points = readonly (readonly number[])[];

/** UMAP's own default. */
const UMAP_NEIGHBOURS = 15;
/** The perplexity of t-SNE where there are enough codes: about so many neighbours count. */
const PERPLEXITY = 30;
const TSNE_STEPS = 500;

/** McInnes et al. 2018, "UMAP". Of at least three codes. */
export function umap(codes: Points, seed: number): Points {
  const random = new Random(seed);
  const map = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(UMAP_NEIGHBOURS, codes.length - 1),
    random: () => random.uniform(),
  });
  return map.fit(codes.map((code) => [...code]));
}

/**
 * Van der Maaten & Hinton 2008, "Visualizing data using t-SNE". Of at least four codes; all pairs
 * of them are looked at in each step, so that twice as many take four times as long.
 */
export async function tsne(codes: Points, seed: number): Promise<Points> {
  const { TSNE } = await import("@saehrimnir/druidjs");
  const rows = codes.map((code) => [...code]);
  const perplexity = Math.min(PERPLEXITY, (codes.length - 1) / 3);
  const map = new TSNE(rows, { perplexity, d: 2, seed });
  return map.transform(TSNE_STEPS);
}
