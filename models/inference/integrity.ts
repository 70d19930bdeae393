/** What a denoiser must not do to a photograph, as figures, and the limits of the integrity badge. */

export interface Integrity {
  /** PSNR in dB of a clean image to itself, at most 100. */
  readonly identity: number;
  /** Largest shift of the mean of a flat field, in 0..255 units. */
  readonly meanShift: number;
  /** Largest difference between tiles and the whole, in 0..255 units. */
  readonly seam: number;
  /** Whether more assumed noise removes more; null for models without a noise input. */
  readonly monotonic: boolean | null;
  /** PSNR gained on a noisy test picture, in dB. */
  readonly gain: number;
  /** Whether every check is within the limits. */
  readonly passed: boolean;
}

export type IntegrityCheck = Exclude<keyof Integrity, "passed">;

/** What is still good; docs/models.md says why. */
export const LIMITS = {
  identity: 35,
  meanShift: 1,
  seam: 0.5,
  gain: 2,
} as const;

/** The figures with the verdict on the whole. */
export function judged(measured: Omit<Integrity, "passed">): Integrity {
  return { ...measured, passed: failures(measured).length === 0 };
}

/** Each check that was made, in the order in which people read them. Comparisons are written so that NaN fails. */
export function verdicts(
  measured: Omit<Integrity, "passed">,
): readonly { readonly check: IntegrityCheck; readonly passed: boolean }[] {
  const { identity, meanShift, seam, monotonic, gain } = measured;
  const passes: Readonly<Record<IntegrityCheck, boolean>> = {
    identity: identity >= LIMITS.identity,
    meanShift: meanShift <= LIMITS.meanShift,
    seam: seam <= LIMITS.seam,
    monotonic: monotonic === true,
    gain: gain >= LIMITS.gain,
  };
  return (Object.keys(passes) as IntegrityCheck[])
    .filter((check) => measured[check] !== null)
    .map((check) => ({ check, passed: passes[check] }));
}

/** The checks that are not within the limits. */
export function failures(
  measured: Omit<Integrity, "passed">,
): readonly IntegrityCheck[] {
  return verdicts(measured)
    .filter(({ passed }) => !passed)
    .map(({ check }) => check);
}

/** Whether each figure exceeds the one before. */
export function increases(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!);
}
