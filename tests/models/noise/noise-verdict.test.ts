/** What is said of noise agrees with the level and the correlation that are shown. */
import { expect, test } from "vitest";
import { noiseVerdict } from "../../../models/noise/noise-verdict.ts";

test.each([
  // Hardly any noise: nothing is said of its kind, whatever the plot shows.
  [0.9, 0.8, "png", "none"],
  [0.9, 0, "jpeg", "none"],
  // A little in a JPEG file is mostly the file format's own.
  [1, 0.5, "jpeg", "compression"],
  [2.9, 0, "jpeg", "compression"],
  [2.9, 0.5, "png", "grain"],
  [3, 0.5, "jpeg", "grain"],
  // The kind follows the correlation with the next pixel.
  [12, 0.14, "tiff", "white"],
  [12, -0.1, "jpeg", "white"],
  [12, 0.15, "tiff", "grain"],
  [12, null, "tiff", "unknown"],
] as const)(
  "σ %d, correlation %d, %s: %s",
  (sigma, neighbour, format, verdict) => {
    expect(noiseVerdict({ sigma, neighbour, format })).toBe(verdict);
  },
);
