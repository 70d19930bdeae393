/** Ways through the latent space: between two codes, along what two groups differ in, over a plane. */

import { Random } from "../random.ts";

/** A point of the latent space. */
export type Code = Float32Array;

/** Draws from the prior of variational codes, the standard normal distribution. */
export const drawCodes = (
  count: number,
  latent: number,
  seed: number,
): readonly Code[] =>
  Array.from({ length: count }, (_, n) => {
    const code = new Float32Array(latent);
    new Random(Random.seed(seed, n)).fillNormal(code);
    return code;
  });

/** `steps` codes from one to the other, both included; at least two. On a straight line. */
export function walk(from: Code, to: Code, steps: number): readonly Code[] {
  return Array.from({ length: steps }, (_, i) => {
    const share = i / (steps - 1);
    return from.map((value, unit) => value + (to[unit]! - value) * share);
  });
}

/**
 * The same along the arc, at an even pace: codes of a standard normal prior lie near a sphere, and a
 * straight line would pass through its empty middle (White 2016, "Sampling generative networks").
 * Straight where the two point the same way, or one is zero.
 */
export function walkArc(from: Code, to: Code, steps: number): readonly Code[] {
  const cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  if (!(sine > 1e-6)) return walk(from, to, steps);
  return Array.from({ length: steps }, (_, i) => {
    const share = i / (steps - 1);
    const a = Math.sin((1 - share) * angle) / sine;
    const b = Math.sin(share * angle) / sine;
    return from.map((value, unit) => a * value + b * to[unit]!);
  });
}

/** What distinguishes the first group from the second: the difference of their means. Of at least one code each. */
export function attribute(
  having: readonly Code[],
  lacking: readonly Code[],
): Code {
  const without = meanCode(lacking);
  return meanCode(having).map((value, unit) => value - without[unit]!);
}

/** The code with a direction added to it, as strongly as each of these says. */
export const along = (
  code: Code,
  direction: Code,
  strengths: readonly number[],
): readonly Code[] =>
  strengths.map((strength) =>
    code.map((value, unit) => value + strength * direction[unit]!),
  );

export function meanCode(codes: readonly Code[]): Code {
  const sum = new Float32Array(codes[0]?.length ?? 0);
  for (const code of codes)
    code.forEach((value, unit) => (sum[unit] = sum[unit]! + value));
  return sum.map((value) => value / codes.length);
}

export interface Plane {
  /** The latent units that run to the right and upwards. */
  readonly axes: readonly [number, number];
  /** All other units stay as they are here. */
  readonly origin: Code;
  /** Both axes run from −reach to +reach. */
  readonly reach: number;
}

/** size × size codes over the plane, row by row from the top. */
export function grid(
  { axes: [right, up], origin, reach }: Plane,
  size: number,
): readonly Code[] {
  const at = (i: number) =>
    size === 1 ? 0 : reach * ((2 * i) / (size - 1) - 1);
  return Array.from({ length: size * size }, (_, i) => {
    const code = origin.slice();
    code[right] = at(i % size);
    code[up] = at(size - 1 - Math.floor(i / size));
    return code;
  });
}

function dot(a: Code, b: Code): number {
  return a.reduce((sum, value, unit) => sum + value * b[unit]!, 0);
}
