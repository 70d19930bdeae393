/** How strong the noise is taken to be: measured, one level, or one each for luminance and colour. */

/** Levels are σ in 0..255 units, 0..100. */
export type NoiseSetting =
  "auto" | number | { readonly luma: number; readonly chroma: number };
