/** OpenEXR, to read: the colour channels of a file with one part, in linear light. */
import { deepFromFloats } from "./floats.ts";
import { type ExrHeader, readExrHeader } from "./exr-header.ts";
import { CURVES, rgbProfile } from "./metadata/icc-profile.ts";
import { timeLimit } from "./limits.ts";
import { ownDecoder } from "./own-decoder.ts";
import { workAside } from "./wasm/work-aside.ts";

export const exr = ownDecoder<ExrHeader>("exr", {
  header: readExrHeader,

  async pixels(_bytes, header, path) {
    const { width, height, channels, chromaticities } = header;
    const limit = timeLimit(header);
    const parsed = await workAside("exrFloats", path, null, limit);
    if (parsed.width !== width || parsed.height !== height)
      throw new Error("its sizes contradict each other");
    const stored = parsed.samples.length / (width * height);
    const floats = new Float32Array(width * height * channels);
    for (let y = 0, to = 0; y < height; y++) {
      // The library's rows go from the bottom to the top.
      let from = stored * width * (height - 1 - y);
      for (let x = 0; x < width; x++, from += stored) {
        const alpha = channels === 4 ? parsed.samples[from + 3]! : 1;
        for (let c = 0; c < channels; c++) {
          const value = parsed.samples[from + c]!;
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
