/** Drawn pictures: writing, print screens, patterns and windows, as scans and screenshots have them. Nothing in them is noise. */
import type { Random } from "../random.ts";
import { emptyPlanes, type Planes, plane } from "./image.ts";

type Colour = readonly [number, number, number];

/** How much of a pixel is ink, 0..1, at a place in pixels. */
type Ink = (x: number, y: number) => number;

/** Three square planes of `edge` pixels, 0..1, of one of five kinds. */
export function drawing(edge: number, random: Random): Planes {
  const picture = emptyPlanes(edge, edge, 3);
  const kind = random.pick([writing, screen, pattern, windows, waves] as const);
  kind(picture, random);
  return picture;
}

function grey(random: Random, low: number, high: number): Colour {
  const level = random.uniform(low, high);
  return [level, level, level];
}

function anyColour(random: Random): Colour {
  return [random.uniform(), random.uniform(), random.uniform()];
}

/** Paper and ink: mostly black on white, sometimes the reverse, sometimes coloured. */
function paperAndInk(random: Random): readonly [Colour, Colour] {
  if (random.chance(0.3)) return [anyColour(random), anyColour(random)];
  const [light, dark] = [grey(random, 0.85, 1), grey(random, 0, 0.25)];
  return random.chance(0.75) ? [light, dark] : [dark, light];
}

/** Ink over whatever the picture holds. */
function print(picture: Planes, colour: Colour, ink: Ink): void {
  const { width, height } = picture;
  for (let c = 0; c < 3; c++) {
    const data = plane(picture, c);
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) {
        const share = ink(x, y);
        if (share > 0) data[i] = data[i]! + share * (colour[c]! - data[i]!);
      }
  }
}

function fill(picture: Planes, colour: Colour): void {
  for (let c = 0; c < 3; c++) plane(picture, c).fill(colour[c]!);
}

/** Lines of signs, each of a few strokes, smoothed at their edges or not. */
function writing(picture: Planes, random: Random): void {
  const [paper, ink] = paperAndInk(random);
  fill(picture, paper);
  const edge = picture.width;
  const coverage = new Float32Array(edge * edge);
  const size = random.uniform(6, 36);
  const pen = Math.max(1, size * random.uniform(0.08, 0.18));
  const smooth = random.chance(0.7);
  for (let top = random.uniform(-size, size); top < edge; top += 1.6 * size)
    for (
      let left = random.uniform(-size, 0);
      left < edge;
      left += 0.75 * size
    ) {
      if (random.chance(0.15)) continue;
      for (let strokes = random.integer(1, 5); strokes > 0; strokes--) {
        const end = () =>
          [
            left + 0.3 * size * random.integer(0, 3),
            top + 0.5 * size * random.integer(0, 3),
          ] as const;
        stroke(coverage, edge, end(), end(), pen, smooth);
      }
    }
  print(picture, ink, (x, y) => coverage[y * edge + x]!);
}

/** A straight stroke of a round pen. */
function stroke(
  coverage: Float32Array,
  edge: number,
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  pen: number,
  smooth: boolean,
): void {
  const reach = pen / 2 + 1;
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const within = (value: number) =>
    Math.min(edge, Math.max(0, Math.floor(value)));
  for (
    let y = within(Math.min(y1, y2) - reach);
    y < within(Math.max(y1, y2) + reach + 1);
    y++
  )
    for (
      let x = within(Math.min(x1, x2) - reach);
      x < within(Math.max(x1, x2) + reach + 1);
      x++
    ) {
      const along =
        length > 0
          ? Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length))
          : 0;
      const far = Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
      const soft = Math.min(1, Math.max(0, 0.5 + pen / 2 - far));
      const ink = smooth ? soft : Math.round(soft);
      const at = y * edge + x;
      coverage[at] = Math.max(coverage[at]!, ink);
    }
}

/** A print screen: dots whose size follows a tone that changes slowly; one for all inks, or one for each. */
function screen(picture: Planes, random: Random): void {
  const edge = picture.width;
  const period = random.uniform(2, 10);
  const angle = random.uniform(0, Math.PI / 2);
  const coloured = random.chance(0.4);
  const hard = random.chance(0.6);
  const [slopeX, slopeY] = [random.uniform(-1, 1), random.uniform(-1, 1)];
  const middle = random.uniform(-0.8, 0.8);
  for (let c = 0; c < 3; c++) {
    const turned = angle + (coloured ? (c * Math.PI) / 6 : 0);
    const [cos, sin] = [Math.cos(turned), Math.sin(turned)].map(
      (part) => (2 * Math.PI * part) / period,
    ) as [number, number];
    const data = plane(picture, c);
    for (let y = 0, i = 0; y < edge; y++)
      for (let x = 0; x < edge; x++, i++) {
        const dots = Math.cos(x * cos + y * sin) + Math.cos(y * cos - x * sin);
        const tone =
          2 * (middle + slopeX * (x / edge - 0.5) + slopeY * (y / edge - 0.5));
        const ink = (dots - tone) * (hard ? 1e6 : 2) + 0.5;
        data[i] = 1 - Math.min(1, Math.max(0, ink));
      }
  }
}

/** A chequerboard or stripes, down to single pixels. */
function pattern(picture: Planes, random: Random): void {
  const [paper, ink] = paperAndInk(random);
  fill(picture, paper);
  const across = random.integer(1, 9);
  const down = random.chance(0.5) ? across : random.integer(1, 65);
  const board = random.chance(0.6);
  print(picture, ink, (x, y) => {
    const [column, row] = [Math.floor(x / across), Math.floor(y / down)];
    return (board ? column + row : column) & 1;
  });
}

/** Overlapping boxes of plain or evenly graded colour with lines around them. */
function windows(picture: Planes, random: Random): void {
  const edge = picture.width;
  fill(picture, grey(random, 0.1, 1));
  for (let boxes = random.integer(3, 14); boxes > 0; boxes--) {
    const place = () => random.integer(-edge >> 2, edge);
    const [left, top] = [place(), place()];
    const width = random.integer(2, edge);
    const height = random.integer(2, edge >> 1);
    const inside = (x: number, y: number, inset: number) =>
      x >= left + inset &&
      x < left + width - inset &&
      y >= top + inset &&
      y < top + height - inset;
    const graded = random.chance(0.3) ? random.uniform(0, 1) : 0;
    const colour = random.chance(0.5) ? grey(random, 0, 1) : anyColour(random);
    const line = random.chance(0.6) ? 1 : 0;
    if (line > 0)
      print(picture, grey(random, 0, 1), (x, y) => (inside(x, y, 0) ? 1 : 0));
    print(picture, colour, (x, y) =>
      inside(x, y, line) ? 1 - (graded * (y - top)) / height : 0,
    );
  }
}

/** Shades that rise and fall evenly, in one direction or two. */
function waves(picture: Planes, random: Random): void {
  const { width: edge } = picture;
  const middle = anyColour(random);
  const both = random.chance(0.5);
  const wave = () => {
    const turn = random.uniform(0, 2 * Math.PI);
    const rate = (2 * Math.PI) / random.uniform(10, 160);
    const [x, y] = [rate * Math.cos(turn), rate * Math.sin(turn)];
    return { x, y, height: random.uniform(0.05, 0.4) };
  };
  const [first, second] = [wave(), wave()];
  for (let c = 0; c < 3; c++) {
    const data = plane(picture, c);
    for (let y = 0, i = 0; y < edge; y++)
      for (let x = 0; x < edge; x++, i++) {
        const one = first.height * Math.sin(first.x * x + first.y * y);
        const other = second.height * Math.sin(second.x * x + second.y * y);
        const value = middle[c]! + one + (both ? other : 0);
        data[i] = Math.min(1, Math.max(0, value));
      }
  }
}
