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
  "ref",
  "denoised",
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
 * `1_mean.png`), or a word inside (SIDD's `0001_NOISY_SRGB_010` with `0001_GT_SRGB_010`). Where the
 * other side has no word of its own, it is the photograph that is called the same without one
 * (`1-noisy.png` with `1.png`). The extension does not matter. Several noisy photographs may share a
 * clean one of the same name. In the order of the noisy ones.
 */
export function findPairs(paths: readonly string[]): PairOfNames[] {
  const named = paths.map((path) => ({ path, ...nameOf(path) }));
  /** Of one side, by key; the first of each. */
  const known = (side: Side | undefined, key: "key" | "bare") =>
    new Map(
      named
        .filter((name) => name.side === side)
        .map((name) => [name[key], name.path] as const)
        .reverse(),
    );
  const [clean, bare] = [known("clean", "key"), known(undefined, "bare")];
  const noisy = new Set(known("noisy", "key").keys());
  const cleanOfBare = new Map(
    named.flatMap(({ path, side, key, bare }) =>
      side === "clean" && !noisy.has(key) ? [[bare, path] as const] : [],
    ),
  );
  return named.flatMap(({ path, side, key, bare: plain }) => {
    if (side === "clean") return [];
    const partner =
      side === "noisy"
        ? (clean.get(key) ?? bare.get(plain))
        : cleanOfBare.get(plain);
    return partner === undefined ? [] : [{ noisy: path, clean: partner }];
  });
}

interface Name {
  readonly side?: Side;
  /** The path in lower case without extension, with a star for the last word for a side. */
  readonly key: string;
  /** The same without that word. */
  readonly bare: string;
}

function nameOf(path: string): Name {
  const stem = path.replace(/\.[^./]+$/, "").toLowerCase();
  // Words, with what separates them at the odd places.
  const words = stem.split(/([/_\-. ])/);
  for (let at = words.length - 1; at >= 0; at--) {
    const side = SIDES.get(words[at] ?? "");
    if (!side) continue;
    // What separated the word from the rest goes with it; in front of the word, but for the first of a name.
    const first = at === 0 || words[at - 1] === "/";
    const bare = words.toSpliced(first ? at : at - 1, 2).join("");
    return { side, key: words.with(at, "*").join(""), bare };
  }
  return { key: stem, bare: stem };
}
