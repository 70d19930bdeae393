/** Plots as SVG: lines over a common x, with their axes. */

const escaped = (text: string): string =>
  text.replace(
    /[<>&"]/g,
    (character) => `&#${String(character.charCodeAt(0))};`,
  );

const [WIDE, HIGH, MARGIN] = [640, 400, 56];

export function framed(inside: string, wide = WIDE, high = HIGH): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(wide)}" height="${String(high)}" viewBox="0 0 ${String(wide)} ${String(high)}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${inside}</svg>`;
}

export const extent = (
  values: readonly number[],
): readonly [number, number] => {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return most > least ? [least, most] : [least - 1, least + 1];
};

/** Maps values onto a stretch of the drawing. */
export const scale =
  ([least, most]: readonly [number, number], from: number, to: number) =>
  (value: number): number =>
    from + ((value - least) / (most - least)) * (to - from);

export interface PlotLine {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** How far each point's value spreads up and down. */
  readonly spread?: readonly number[];
}

/** Lines over a common x, with the ends of both axes written. */
export function linesSvg(
  lines: readonly PlotLine[],
  axes: {
    readonly x: string;
    readonly y: string;
    /** Along x, whose values are above zero. */
    readonly logarithmic?: boolean;
  },
): string {
  const all = lines.flatMap(({ points, spread }) =>
    points.flatMap(([x, y], i) => {
      const apart = spread?.[i] ?? 0;
      return [[x, y - apart] as const, [x, y + apart] as const];
    }),
  );
  const [xs, ys] = [extent(all.map(([x]) => x)), extent(all.map(([, y]) => y))];
  const along = axes.logarithmic ? Math.log : (value: number) => value;
  const place = scale([along(xs[0]), along(xs[1])], MARGIN, WIDE - 16);
  const x = (value: number) => place(along(value));
  // Where bits or sizes grow along x, the lines end at the upper right.
  const names = axes.logarithmic
    ? { x: MARGIN + 12, anchor: "start" }
    : { x: WIDE - 20, anchor: "end" };
  const y = scale(ys, HIGH - MARGIN, 16);
  const at = (left: number, top: number, text: string, anchor = "middle") =>
    `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}">${escaped(text)}</text>`;
  const said = (value: number) => String(Number(value.toPrecision(3)));
  const drawn = lines.map(({ name, colour, points, spread = [] }, i) => {
    const bars = spread.map((apart, n) => {
      const [across, up] = points[n]!;
      const [left, low, high] = [x(across), y(up - apart), y(up + apart)];
      return `<path d="M${left.toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}" stroke="${colour}"/><circle cx="${left.toFixed(1)}" cy="${y(up).toFixed(1)}" r="3" fill="${colour}"/>`;
    });
    const path = points
      .map((point) => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`)
      .join(" ");
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${bars.join("")}<text x="${String(names.x)}" y="${String(30 + 16 * i)}" text-anchor="${names.anchor}" fill="${colour}">${escaped(name)}</text>`;
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
