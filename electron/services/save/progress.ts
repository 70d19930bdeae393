/** How far a job is, by pixels, and how long it will take, unimpressed by single slow files. */

/** What an image weighs: its pixels where they are known, else they are guessed from its bytes. */
export interface Weight {
  readonly bytes: number;
  readonly megapixels?: number;
}

/** Of JPEG files from cameras, until sizes of the job itself are known. */
const USUAL_BYTES_PER_MEGAPIXEL = 400_000;
/** So many of the newest rates have a say. */
const REMEMBERED = 15;
/** Seconds before the rate of the first file counts for anything. */
const FIRST_RATE_AFTER = 1;

export interface Progress {
  readonly fraction: number;
  readonly mpxPerSecond: number;
  readonly secondsLeft: number | null;
}

/** Sums, so that ten thousand files cost no more than ten. */
class Pile {
  megapixels = 0;
  /** Of those whose megapixels are not known. */
  bytes = 0;

  add({ megapixels, bytes }: Weight, sign: 1 | -1): void {
    if (megapixels === undefined) this.bytes += sign * bytes;
    else this.megapixels += sign * megapixels;
  }

  weight(bytesPerMegapixel: number): number {
    return this.megapixels + this.bytes / bytesPerMegapixel;
  }
}

export class SaveProgress {
  readonly #weights: Weight[];
  readonly #open = new Pile();
  readonly #ended = new Pile();
  /** Bytes and pixels of images that have both. */
  readonly #known = { bytes: 0, megapixels: 0 };
  readonly #rates: number[] = [];
  #files: number;
  /** Of the file in work: megapixels done, and for how many seconds. */
  #work = { megapixels: 0, seconds: 0 };
  #shown = 0;

  constructor(weights: readonly Weight[]) {
    this.#weights = [...weights];
    this.#files = weights.length;
    for (const weight of weights) {
      this.#open.add(weight, 1);
      this.#learn(weight);
    }
  }

  /** The file in work has come so far. */
  work(megapixels: number, seconds: number): void {
    this.#work = { megapixels, seconds };
  }

  /** A file is through; `seconds` only if it was computed. `megapixels` is 0 if they are still not known. */
  end(index: number, megapixels: number, seconds?: number): void {
    const before = this.#weights[index]!;
    this.#open.add(before, -1);
    const after = megapixels > 0 ? { ...before, megapixels } : before;
    if (before.megapixels === undefined) this.#learn(after);
    this.#ended.add(after, 1);
    this.#files--;
    this.work(0, 0);
    if (seconds === undefined || seconds <= 0 || megapixels <= 0) return;
    this.#rates.push(megapixels / seconds);
    if (this.#rates.length > REMEMBERED) this.#rates.shift();
  }

  read(): Progress {
    const { bytes, megapixels } = this.#known;
    const scale =
      megapixels > 0 && bytes > 0
        ? bytes / megapixels
        : USUAL_BYTES_PER_MEGAPIXEL;
    const done = this.#ended.weight(scale) + this.#work.megapixels;
    const left =
      this.#files === 0
        ? 0
        : Math.max(0, this.#open.weight(scale) - this.#work.megapixels);
    const fraction = this.#files === 0 ? 1 : done / (done + left || 1);
    // Better knowledge of the sizes must not make the bar run back.
    this.#shown = Math.max(this.#shown, fraction);
    const rate = this.#rate();
    return {
      fraction: this.#shown,
      mpxPerSecond: rate,
      secondsLeft: rate > 0 ? left / rate : this.#files === 0 ? 0 : null,
    };
  }

  #rate(): number {
    if (this.#rates.length > 0) return median(this.#rates);
    const { megapixels, seconds } = this.#work;
    return seconds >= FIRST_RATE_AFTER ? megapixels / seconds : 0;
  }

  #learn({ bytes, megapixels }: Weight): void {
    if (megapixels === undefined) return;
    this.#known.bytes += bytes;
    this.#known.megapixels += megapixels;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
