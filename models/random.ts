/** The seeded random generator that every random choice of the project uses. */

import { invariant } from "./errors.ts";

/**
 * The small fast counter generator sfc32 (Chris Doty-Humphrey, PractRand,
 * public domain): 128 bits of state, 32-bit arithmetic only, so it is the same
 * on every engine and quick in JavaScript.
 *
 * Normal numbers come from the ziggurat of Marsaglia and Tsang, "The Ziggurat
 * Method for Generating Random Variables", 2000, with 256 layers; layer and
 * value use different bits of one 32-bit word.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** The same seed (any number; its lower 32 bits count) repeats everything. */
  constructor(seed: number) {
    this.a = seed | 0;
    this.b = Random.seed(seed | 0, 1);
    this.c = Random.seed(seed | 0, 2);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Hashes several integers to one 32-bit seed; their order matters. */
  static seed(...parts: number[]): number {
    let hash = 0x9e3779b9 | 0;
    for (const part of parts) hash = mix((hash + part) | 0) + 0x6a09e667;
    return mix(hash) >>> 0;
  }

  /** A number in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * ((this.next() >>> 0) / 4294967296);
  }

  /** An integer from low up to, but not including, high. */
  integer(low: number, high: number): number {
    invariant(high > low, "the range of integers is empty");
    return low + Math.floor(this.uniform() * (high - low));
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** One of the items, all equally likely. */
  pick<T>(items: readonly T[]): T {
    invariant(items.length > 0, "there is nothing to pick from");
    return items[this.integer(0, items.length)] as T;
  }

  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(0, i + 1);
      const kept = items[i] as T;
      items[i] = items[j] as T;
      items[j] = kept;
    }
    return items;
  }

  /** A number from the normal distribution with mean 0 and variance 1. */
  normal(): number {
    const bits = this.next();
    const layer = bits & 255;
    const value = (bits >> 8) * SCALE[layer]!;
    const inside = Math.abs(value) < EDGE[layer + 1]!;
    return inside ? value : this.outsideLayer(layer, value);
  }

  /** Fills an array with independent standard normal numbers. */
  fillNormal(target: Float32Array): void {
    // The same numbers as normal() in turn; the state is kept in local
    // variables, which makes the common case several times faster.
    let { a, b, c, counter } = this;
    for (let i = 0; i < target.length; i++) {
      const bits = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + bits) | 0;

      const layer = bits & 255;
      const value = (bits >> 8) * SCALE[layer]!;
      if (Math.abs(value) < EDGE[layer + 1]!) {
        target[i] = value;
        continue;
      }
      this.a = a;
      this.b = b;
      this.c = c;
      this.counter = counter;
      target[i] = this.outsideLayer(layer, value);
      ({ a, b, c, counter } = this);
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }

  /**
   * A count from the Poisson distribution: by inversion for small means, else
   * by the transformed rejection PTRS of Hörmann, "The transformed rejection
   * method for generating Poisson random variables", 1993.
   */
  poisson(mean: number): number {
    if (!(mean > 0)) return 0;
    return mean < 12 ? this.smallPoisson(mean) : this.largePoisson(mean);
  }

  private smallPoisson(mean: number): number {
    let remaining = this.uniform();
    let probability = Math.exp(-mean);
    let count = 0;
    // 12 + 13 standard deviations: past it only rounding errors are left.
    while (remaining > probability && count < 60) {
      remaining -= probability;
      count++;
      probability *= mean / count;
    }
    return count;
  }

  private largePoisson(mean: number): number {
    const b = 0.931 + 2.53 * Math.sqrt(mean);
    const a = -0.059 + 0.02483 * b;
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const accept = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = this.uniform(-0.5, 0.5);
      const v = 1 - this.uniform();
      const us = 0.5 - Math.abs(u);
      const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= accept) return count;
      if (count < 0 || (us < 0.013 && v > us)) continue;
      const density = count * Math.log(mean) - mean - logFactorial(count);
      const hat = Math.log((v * inverseAlpha) / (a / (us * us) + b));
      if (hat <= density) return count;
    }
  }

  /** The next 32 bits, as a signed integer. */
  private next(): number {
    const bits = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + bits) | 0;
    return bits;
  }

  /** Decides the 1 % of normal draws that fall outside a layer's rectangle. */
  private outsideLayer(layer: number, value: number): number {
    if (layer === 0) return value < 0 ? -this.tail() : this.tail();
    const upper = DENSITY[layer + 1]!;
    const lower = DENSITY[layer]!;
    const height = lower + (upper - lower) * this.uniform();
    return height < Math.exp(-0.5 * value * value) ? value : this.normal();
  }

  /** A draw from the normal distribution beyond the last layer. */
  private tail(): number {
    for (;;) {
      const x = -Math.log(1 - this.uniform()) / TAIL;
      const y = -Math.log(1 - this.uniform());
      if (2 * y > x * x) return TAIL + x;
    }
  }
}

const LAYERS = 256;
/** Where the last of 256 layers ends, and the area of each (the paper's). */
const TAIL = 3.6541528853610088;
const AREA = 0.00492867323399;

/** Right edges of the layers, from the widest inwards. */
const EDGE = layerEdges();
/** Heights of the density at those edges. */
const DENSITY = EDGE.map((edge) => Math.exp(-0.5 * edge * edge));
/** Turns 24 signed bits into a position in the layer. */
const SCALE = EDGE.map((edge) => edge / 8388608);

function layerEdges(): Float64Array {
  const edges = new Float64Array(LAYERS + 1);
  // The lowest layer is a rectangle with the tail: wider than its edge.
  edges[0] = AREA / Math.exp(-0.5 * TAIL * TAIL);
  edges[1] = TAIL;
  for (let i = 2; i < LAYERS; i++) {
    const x = edges[i - 1]!;
    edges[i] = Math.sqrt(-2 * Math.log(AREA / x + Math.exp(-0.5 * x * x)));
  }
  return edges;
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain). */
function mix(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** log n! by Stirling's series; exact to 1e-8 for the n ≥ 0 used here. */
function logFactorial(n: number): number {
  const x = n + 1;
  if (x < 10) return logFactorial(n + 1) - Math.log(x);
  const half = 0.5 * Math.log(2 * Math.PI);
  return (x - 0.5) * Math.log(x) - x + half + (1 / 12 - 1 / (360 * x * x)) / x;
}
