/** Rate-distortion curves as a plot. */
import { linesSvg } from "../../../../models/lab/svg.ts";
import type { Plot } from "../../../codecs/write-plot.ts";
import type {
  Compression,
  LabCompressResult,
} from "../../../services/api-lab-compress.ts";

type Curves = LabCompressResult["curves"];

const CURVE_COLOURS: Readonly<Record<Compression, string>> = {
  autoencoder: "#00687e",
  pca: "#6b7d1c",
  "jpeg-sheet": "#b0560f",
  "jpeg-scan": "#a3338f",
  "jpeg-file": "#6a6a6a",
};

export const curvesPlot = (curves: Curves): Plot => ({
  svg: () => drawn(curves),
  rows: () => rowsOf(curves),
});

const drawn = (curves: Curves): string =>
  linesSvg(
    curves.map(({ name, points }) => ({
      ...{ name, colour: CURVE_COLOURS[name] },
      points: points.map(({ bits, psnr }) => [bits, psnr] as const),
    })),
    { x: "bits / picture", y: "PSNR, dB", logarithmic: true },
  );

const rowsOf = (curves: Curves): readonly (readonly (string | number)[])[] => [
  ["codec", "bits per picture", "PSNR in dB", "step or quality"],
  ...curves.flatMap(({ name, points }) =>
    points.map(({ bits, psnr, at }) => [name, bits, psnr, at]),
  ),
];
