/** Plots as files: each says itself as SVG and as a table, and PNG is the SVG in pixels. */
import { csv } from "../../../../../models/lab/csv.ts";
import { extent, framed, scale } from "../../../../../models/lab/svg.ts";

export interface Plot {
  /** The file's name without its ending. */
  readonly name: string;
  readonly svg: () => string;
  /** Rows, the first with the names of the columns. */
  readonly rows: () => readonly (readonly (string | number)[])[];
}

export const PLOT_FORMATS = ["png", "svg", "csv"] as const;
export type PlotFormat = (typeof PLOT_FORMATS)[number];

/** Pixels of a PNG for each unit of the SVG. */
const ZOOM = 2;

/** Hands the file to the person. */
export async function savePlot(plot: Plot, format: PlotFormat): Promise<void> {
  const svg = () => new Blob([plot.svg()], { type: "image/svg+xml" });
  const table: Record<PlotFormat, () => Blob | Promise<Blob>> = {
    svg,
    csv: () => new Blob([csv(plot.rows())], { type: "text/csv" }),
    png: () => pixels(svg()),
  };
  const url = URL.createObjectURL(await table[format]());
  const link = document.createElement("a");
  link.href = url;
  link.download = `${plot.name}.${format}`;
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function pixels(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * ZOOM;
    canvas.height = image.height * ZOOM;
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) =>
        blob ? resolve(blob) : reject(new Error("no PNG could be made")),
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  /** Of a picture that stands for the point, as a data URL. */
  readonly picture?: string;
}

/** Points or pictures at their places; y upwards. */
export function pointsSvg(points: readonly PlotPoint[], edge = 800): string {
  const x = scale(extent(points.map((point) => point.x)), 20, edge - 20);
  const y = scale(extent(points.map((point) => point.y)), edge - 20, 20);
  const drawn = points.map((point) => {
    const [left, top] = [x(point.x).toFixed(1), y(point.y).toFixed(1)];
    return point.picture === undefined
      ? `<circle cx="${left}" cy="${top}" r="4" fill="${point.colour}"/>`
      : `<image x="${left}" y="${top}" width="24" height="24" transform="translate(-12 -12)" image-rendering="pixelated" href="${point.picture}"/>`;
  });
  return framed(drawn.join(""), edge, edge);
}

/** A canvas in pixels, as an image inside the drawing. */
export function canvasSvg(canvas: HTMLCanvasElement, zoom: number): string {
  const [wide, high] = [canvas.width * zoom, canvas.height * zoom];
  return framed(
    `<image width="${String(wide)}" height="${String(high)}" image-rendering="pixelated" href="${canvas.toDataURL()}"/>`,
    ...([wide, high] as const),
  );
}
