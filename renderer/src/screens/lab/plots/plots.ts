/** Plots as files: each says itself as SVG and as a table, and PNG is the SVG in pixels. */

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

/** RFC 4180: what holds commas, quotes or line ends is quoted. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
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

const escaped = (text: string): string =>
  text.replace(
    /[<>&"]/g,
    (character) => `&#${String(character.charCodeAt(0))};`,
  );

const [WIDE, HIGH, MARGIN] = [640, 400, 56];

function framed(inside: string, wide = WIDE, high = HIGH): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(wide)}" height="${String(high)}" viewBox="0 0 ${String(wide)} ${String(high)}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${inside}</svg>`;
}

const extent = (values: readonly number[]): readonly [number, number] => {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return most > least ? [least, most] : [least - 1, least + 1];
};

/** Maps values onto a stretch of the drawing. */
const scale =
  ([least, most]: readonly [number, number], from: number, to: number) =>
  (value: number): number =>
    from + ((value - least) / (most - least)) * (to - from);

export interface PlotLine {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Lines over a common x, with the ends of both axes written. */
export function linesSvg(
  lines: readonly PlotLine[],
  axes: { readonly x: string; readonly y: string },
): string {
  const all = lines.flatMap(({ points }) => points);
  const [xs, ys] = [extent(all.map(([x]) => x)), extent(all.map(([, y]) => y))];
  const x = scale(xs, MARGIN, WIDE - 16);
  const y = scale(ys, HIGH - MARGIN, 16);
  const at = (left: number, top: number, text: string, anchor = "middle") =>
    `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}">${escaped(text)}</text>`;
  const said = (value: number) => String(Number(value.toPrecision(3)));
  const drawn = lines.map(({ name, colour, points }, i) => {
    const path = points
      .map((point) => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`)
      .join(" ");
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/><text x="${String(WIDE - 20)}" y="${String(30 + 16 * i)}" text-anchor="end" fill="${colour}">${escaped(name)}</text>`;
  });
  const [bottom, left] = [HIGH - MARGIN, MARGIN];
  return framed(
    [
      `<path d="M${String(left)} 16V${String(bottom)}H${String(WIDE - 16)}" fill="none" stroke="black"/>`,
      ...[
        at(left, bottom + 18, said(xs[0])),
        at(WIDE - 30, bottom + 18, said(xs[1])),
      ],
      ...[
        at(left - 6, bottom, said(ys[0]), "end"),
        at(left - 6, 24, said(ys[1]), "end"),
      ],
      ...[at(WIDE / 2, HIGH - 12, axes.x), at(left, 12, axes.y)],
      ...drawn,
    ].join(""),
  );
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
