/** Finds the images to evaluate on: clean ones, or pairs of noisy and clean ones. */
import { readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import { NitidoError } from "../../../models/errors.ts";

export interface Pair {
  /** The same as `clean` where the noise is added. */
  readonly noisy: string;
  readonly clean: string;
}

const IMAGE = /\.(png|jpe?g|tiff?|webp)$/i;

/** Every image of a folder, by name. Throws FILE_NOT_FOUND, DATA_UNSUITABLE when there is none. */
export async function cleanImages(folder: string): Promise<Pair[]> {
  const files = (await imagesOf(folder)).map((name) => join(folder, name));
  return some(
    files.map((file) => ({ noisy: file, clean: file })),
    folder,
  );
}

/** `x_real.png` with `x_mean.png`; or, where there are none, the folders `noisy` and `clean` inside. */
export async function pairsInFolder(folder: string): Promise<Pair[]> {
  const names = await imagesOf(folder);
  const reference = finder(names);
  const pairs = names.flatMap((name) => {
    const wanted = name.replace(/_real(?=\.\w+$)/i, "_mean");
    const clean = wanted === name ? undefined : reference(wanted);
    return clean === undefined
      ? []
      : [{ noisy: join(folder, name), clean: join(folder, clean) }];
  });
  if (pairs.length > 0) return pairs;
  const inside = await readdir(folder);
  return inside.includes("noisy") && inside.includes("clean")
    ? pairsByName(join(folder, "noisy"), join(folder, "clean"))
    : some(pairs, folder);
}

/** Files of the same names in two folders. */
export async function pairsByName(
  noisy: string,
  clean: string,
): Promise<Pair[]> {
  const reference = finder(await imagesOf(clean));
  const pairs = (await imagesOf(noisy)).flatMap((name) => {
    const found = reference(name);
    return found === undefined
      ? []
      : [{ noisy: join(noisy, name), clean: join(clean, found) }];
  });
  return some(pairs, noisy);
}

/** The file of a name; else one of the same name in other letters or another format, `x.JPG` or `x.png` for `x.jpg`. */
function finder(
  names: readonly string[],
): (name: string) => string | undefined {
  const exact = new Set(names);
  const bare = (name: string) => parse(name).name.toLowerCase();
  const alike = new Map(names.map((name) => [bare(name), name]));
  return (name) => (exact.has(name) ? name : alike.get(bare(name)));
}

async function imagesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new NitidoError(
      code === "ENOENT" ? "FILE_NOT_FOUND" : "FILE_UNREADABLE",
      { file: folder },
    );
  });
  return names.filter((name) => IMAGE.test(name)).sort();
}

function some(pairs: Pair[], folder: string): Pair[] {
  if (pairs.length === 0)
    throw new NitidoError("DATA_UNSUITABLE", {
      file: folder,
      reason: "no images or pairs in it",
    });
  return pairs;
}
