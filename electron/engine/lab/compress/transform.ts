/** A rate-distortion curve for whatever turns pictures into codes and back: an autoencoder, or principal components. */
import type { Pictures } from "../../../../models/lab/batches.ts";
import {
  meanBits,
  quantise,
  quantiser,
  restore,
} from "../../../../models/lab/compression.ts";
import type { Code } from "../../../../models/lab/latent.ts";
import { type Principal, project } from "../../../../models/lab/linear.ts";
import {
  countOf,
  meanOf,
  pictureAt,
  sizeOfPicture,
  spread,
  squaredErrors,
} from "../../../../models/lab/pictures.ts";
import type { Coder } from "../coder.ts";
import { type Coded, inBytes } from "./coded.ts";

export interface Transform {
  readonly encode: (pictures: Pictures) => Promise<readonly Code[]>;
  readonly decode: (codes: readonly Code[]) => Promise<Pictures>;
}

/** Errors by rounding that are aimed at, as multiples of the error without: factors of two. */
const ROUNDING = Array.from({ length: 11 }, (_, i) => 2 ** (i - 7));
/** Pictures that are decoded to find out how much the units matter. */
const [PROBED, MOST_PROBED] = [4000, 32];

/**
 * One point for each step, fewest bits first. The steps of the units are such that rounding each
 * changes the picture equally: by s/√g, g being the squared change of the picture for each squared
 * change of the unit, which is best where errors add up and there are many steps (Gersho & Gray 1992,
 * "Vector quantization and signal compression", on bit allocation).
 */
export async function rounded(
  transform: Transform,
  training: Pictures,
  some: Pictures,
): Promise<readonly Coded[]> {
  const known = await transform.encode(training);
  const codes = await transform.encode(some);
  const gains = await gainsOf(transform, codes);
  const plain = inBytes(await transform.decode(codes));
  const error = meanOf(squaredErrors(some, plain));
  const size = sizeOfPicture(some.shape);
  const points: Coded[] = [];
  for (const times of ROUNDING) {
    const step = Math.sqrt((12 * size * error * times) / gains.length);
    const steps = gains.map((gain) => step / Math.sqrt(gain));
    const by = quantiser(known, steps);
    const numbers = codes.map((code) => quantise(code, by));
    const decoded = await transform.decode(
      numbers.map((one) => restore(one, by)),
    );
    const usual = known.map((code) => quantise(code, by));
    const bits = meanBits(usual, numbers);
    points.unshift({ bits, at: step, pictures: inBytes(decoded) });
  }
  return points;
}

/** Above zero: a unit that changes nothing gets a step without end. */
async function gainsOf(
  { decode }: Transform,
  codes: readonly Code[],
): Promise<Code> {
  const units = codes[0]?.length ?? 0;
  const count = Math.max(1, Math.min(MOST_PROBED, Math.floor(PROBED / units)));
  const some = spread(codes.length, count).map((n) => codes[n]!);
  const before = await decode(some);
  const gains = new Float32Array(units);
  for (let unit = 0; unit < units; unit++) {
    const values = codes.map((code) => code[unit]!);
    const mean = meanOf(values);
    const spreadOf = Math.sqrt(meanOf(values.map((v) => (v - mean) ** 2)));
    const change = 0.5 * spreadOf || 1;
    const after = await decode(
      some.map((code) => code.with(unit, code[unit]! + change)),
    );
    const size = sizeOfPicture(before.shape);
    gains[unit] = (meanOf(squaredErrors(before, after)) * size) / change ** 2;
  }
  const least = 1e-9 * gains.reduce((a, b) => Math.max(a, b), 1e-9);
  return gains.map((gain) => Math.max(gain, least));
}

export const byCoder = (coder: Coder): Transform => ({
  encode: (pictures) => coder.encode(pictures),
  decode: (codes) => coder.decode(codes),
});

export const byPrincipal = (
  principal: Principal,
  shape: Pictures["shape"],
): Transform => ({
  encode: (pictures) =>
    Promise.resolve(
      Array.from({ length: countOf(pictures) }, (_, n) =>
        project(pictureAt(pictures, n), principal),
      ),
    ),
  decode(codes) {
    const { mean, components } = principal;
    const data = new Float32Array(codes.length * mean.length);
    codes.forEach((code, n) => {
      const picture = data.subarray(n * mean.length, (n + 1) * mean.length);
      picture.set(mean);
      components.forEach((component, k) => {
        for (let i = 0; i < mean.length; i++)
          picture[i] = picture[i]! + code[k]! * component[i]!;
      });
    });
    return Promise.resolve({ shape, data });
  },
});
