/** OpenEXR, to read: the colour channels of a file with one part, in linear light. */
import parseExr from "parse-exr";
import { deepFromFloats } from "./floats.ts";
import { type ExrHeader, readExrHeader } from "./exr-header.ts";
import { CURVES, rgbProfile } from "./metadata/icc-profile.ts";
import { ownDecoder } from "./own-decoder.ts";

/** 32-bit floats, in the library's words. */
const FLOATS = 1015;

export const exr = ownDecoder<ExrHeader>("exr", {
  header: readExrHeader,

  pixels(bytes, { width, height, channels, chromaticities }) {
    const { buffer, byteOffset, byteLength } = bytes;
    const file = buffer.slice(byteOffset, byteOffset + byteLength);
    const parsed = parseExr(file as ArrayBuffer, FLOATS);
    if (parsed.width !== width || parsed.height !== height)
      throw new Error("its sizes contradict each other");
    const stored = parsed.data.length / (width * height);
    const floats = new Float32Array(width * height * channels);
    for (let y = 0, to = 0; y < height; y++) {
      // The library's rows go from the bottom to the top.
      let from = stored * width * (height - 1 - y);
      for (let x = 0; x < width; x++, from += stored) {
        const alpha = channels === 4 ? parsed.data[from + 3]! : 1;
        for (let c = 0; c < channels; c++) {
          const value = parsed.data[from + c]!;
          // Colours are stored multiplied by alpha.
          floats[to++] = c === 3 || alpha === 0 ? value : value / alpha;
        }
      }
    }
    const { samples, clipped } = deepFromFloats(floats, "linear");
    if (channels === 4) restoreAlpha(samples, floats);
    return {
      samples,
      ...(chromaticities && {
        metadata: { icc: rgbProfile("OpenEXR", chromaticities, CURVES.srgb) },
      }),
      notices: clipped ? ["RANGE_CLIPPED"] : [],
    };
  },
});

/** Alpha is a share, not light: it gets no curve. */
function restoreAlpha(samples: Uint16Array, floats: Float32Array): void {
  for (let i = 3; i < samples.length; i += 4)
    samples[i] = Math.min(Math.max(floats[i]!, 0), 1) * 65_535 + 0.5;
}
