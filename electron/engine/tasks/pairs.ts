/** Finds the images to evaluate on: clean ones, or pairs of noisy and clean ones. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
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

/** `x_real.png` with `x_mean.png`. */
export async function pairsBySuffix(folder: string): Promise<Pair[]> {
  const names = new Set(await imagesOf(folder));
  const pairs = [...names].flatMap((name) => {
    const clean = name.replace(/_real(\.\w+)$/, "_mean$1");
    return clean !== name && names.has(clean)
      ? [{ noisy: join(folder, name), clean: join(folder, clean) }]
      : [];
  });
  return some(pairs, folder);
}

/** Files of the same names in two folders. */
export async function pairsByName(
  noisy: string,
  clean: string,
): Promise<Pair[]> {
  const references = new Set(await imagesOf(clean));
  const names = (await imagesOf(noisy)).filter((name) => references.has(name));
  return some(
    names.map((name) => ({
      noisy: join(noisy, name),
      clean: join(clean, name),
    })),
    noisy,
  );
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
