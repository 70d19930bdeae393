/** Decoded pictures as a plot that can be saved: the sheet, and the codes as a table. */
import type { LabDecodeResult } from "../../../../../../electron/contract/lab-values.ts";
import { paintRows } from "../../plots/pictures.ts";
import { canvasSvg, type Plot } from "../../plots/plots.ts";

export function decodedPlot(
  name: string,
  { shape, pictures, codes }: LabDecodeResult,
  columns: number,
): Plot {
  return {
    name,
    svg: () => {
      const canvas = document.createElement("canvas");
      paintRows(canvas, [{ shape, bytes: pictures }], columns);
      return canvasSvg(canvas, 2);
    },
    rows: () => [
      [
        "picture",
        ...(codes[0] ?? []).map((_, unit) => `unit ${String(unit + 1)}`),
      ],
      ...codes.map((code, n) => [n + 1, ...code]),
    ],
  };
}
