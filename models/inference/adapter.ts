/** How a denoiser that others made is fed, and how its result is read: what its file does not say. */

/** What is null could not be told and must be asked. */
export interface ModelAdapter {
  /** Of the image: 1 is run on each channel alone. */
  readonly channels: 1 | 3;
  /** The value that stands for white. */
  readonly range: 1 | 255 | null;
  /** The noise level σ that the model is told: for each pixel, one for all, or not at all. */
  readonly noise:
    | { readonly kind: "none" }
    | { readonly kind: "map" | "scalar"; readonly range: 1 | 255 | null };
  /** Sizes must be multiples of this, and windows begin at them. */
  readonly multiple: number;
  /** Pixels of context a tile needs on each side. */
  readonly margin: number;
  /** Whether the denoised image comes out, or the noise that is to be subtracted. */
  readonly output: "image" | "noise" | null;
}

/** An adapter without gaps. */
export interface Adapter extends ModelAdapter {
  readonly range: 1 | 255;
  readonly noise:
    | { readonly kind: "none" }
    | { readonly kind: "map" | "scalar"; readonly range: 1 | 255 };
  readonly output: "image" | "noise";
}

/** The adapter, if nothing is left to be asked. */
export function completed(adapter: ModelAdapter): Adapter | null {
  const { range, noise, output } = adapter;
  if (range === null || output === null) return null;
  if (noise.kind === "none") return { ...adapter, range, noise, output };
  if (noise.range === null) return null;
  return {
    ...adapter,
    range,
    noise: { kind: noise.kind, range: noise.range },
    output,
  };
}
