/** Tells frames of a burst from copies where a camera's clock, which counts seconds, cannot. */
import { join } from "node:path";
import type { Planes } from "../../../../models/image/image.ts";
import { sameShot } from "../../../../models/image/same-shot.ts";
import { decodeImage } from "../../../codecs/decode.ts";
import type { Entry } from "./entry.ts";
import { middleOf } from "./middle.ts";

/** Enough to find flat places in. */
const COMPARED_EDGE = 512;

/** Compares photographs of one second, and keeps what it finds in `entries`. */
export class Exposures {
  /** The middles of those compared last, all of one second. */
  #middles = new Map<string, Planes>();

  readonly #folder: string;
  readonly #entries: Map<string, Entry>;

  constructor(folder: string, entries: Map<string, Entry>) {
    this.#folder = folder;
    this.#entries = entries;
  }

  /** Whether a photograph holds the same exposure as one of the others, which are of its size. */
  async isCopy(photograph: Entry, others: readonly Entry[]): Promise<boolean> {
    const among = others.map(({ stamp }) => stamp).join(" ");
    const { exposure: known } = photograph;
    if (known?.among === among) return known.copy;
    const kept = [photograph, ...others].map(({ file }) => file);
    this.#middles = new Map(
      [...this.#middles].filter(([file]) => kept.includes(file)),
    );
    let copy = false;
    for (const other of others)
      copy ||= sameShot(
        await this.#middle(other),
        await this.#middle(photograph),
      );
    const exposure = { among, copy };
    const entry = this.#entries.get(photograph.file)!;
    this.#entries.set(photograph.file, { ...entry, exposure });
    return copy;
  }

  async #middle({ file }: Entry): Promise<Planes> {
    const known = this.#middles.get(file);
    if (known) return known;
    const { image } = await decodeImage(join(this.#folder, file));
    const middle = middleOf(image, COMPARED_EDGE);
    this.#middles.set(file, middle);
    return middle;
  }
}
