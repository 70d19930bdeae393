/** Finds noisy and clean photographs of the same scenes by what they are called. */

/** Words, in lower case, that folders and names use for either side. */
const NOISY = [
  "noisy",
  "noise",
  "real",
  "input",
  "low",
  "lq",
  "ruido",
  "ruidosa",
  "ruidosas",
];
const CLEAN = [
  "clean",
  "mean",
  "gt",
  "ground_truth",
  "groundtruth",
  "target",
  "reference",
  "high",
  "hq",
  "limpia",
  "limpias",
  "limpio",
];

const SIDES: ReadonlyMap<string, Side> = new Map([
  ...NOISY.map((word) => [word, "noisy"] as const),
  ...CLEAN.map((word) => [word, "clean"] as const),
]);

type Side = "noisy" | "clean";

export interface PairOfNames {
  readonly noisy: string;
  readonly clean: string;
}

/**
 * Paths, separated by slashes, that differ only in the word for their side: a folder of that name
 * (`noisy/1.png` with `clean/1.jpg`), the end or the beginning of the name (`1_real.png` with
 * `1_mean.png`), or a word inside (SIDD's `0001_NOISY_SRGB_010` with `0001_GT_SRGB_010`). The
 * extension does not matter. Several noisy photographs may share a clean one of the same name. In
 * the order of the noisy ones.
 */
export function findPairs(paths: readonly string[]): PairOfNames[] {
  const clean = new Map<string, string>();
  const noisy: { readonly path: string; readonly key: string }[] = [];
  for (const path of paths) {
    const named = sideOf(path);
    if (named?.side === "clean") clean.set(named.key, path);
    else if (named) noisy.push({ path, key: named.key });
  }
  return noisy.flatMap(({ path, key }) => {
    const partner = clean.get(key);
    return partner === undefined ? [] : [{ noisy: path, clean: partner }];
  });
}

/** The last word for a side in the path, and the path without it and without extension. */
function sideOf(path: string): { side: Side; key: string } | undefined {
  const stem = path.replace(/\.[^./]+$/, "").toLowerCase();
  const words = stem.split(/([/_\-. ])/);
  for (let at = words.length - 1; at >= 0; at--) {
    const side = SIDES.get(words[at] ?? "");
    if (side) return { side, key: words.with(at, "*").join("") };
  }
  return undefined;
}
