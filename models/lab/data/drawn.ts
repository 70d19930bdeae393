/** The built-in pictures: digits and shapes, each drawn as if by another hand. */
import { Random } from "../../random.ts";
import type { Pictures } from "../batches.ts";
import { DIGITS, type Point, SHAPES, type Stroke } from "./strokes.ts";

export const DRAWN = { digits: DIGITS, shapes: SHAPES } as const;
export type DrawnName = keyof typeof DRAWN;

export interface LabelledPictures extends Pictures {
  /** For each picture, which of the classes it shows. */
  readonly labels: Uint8Array;
}

/**
 * `count` grey pictures of edge × edge pixels, white on black, the classes in turn. Pen width, slant,
 * size, rotation, place and the course of the lines differ from picture to picture; all follow from
 * the seed.
 */
export function drawnPictures(
  name: DrawnName,
  count: number,
  edge: number,
  seed: number,
): LabelledPictures {
  const classes = DRAWN[name];
  const data = new Float32Array(count * edge * edge);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % classes.length;
    const random = new Random(Random.seed(seed, i));
    const target = data.subarray(i * edge * edge, (i + 1) * edge * edge);
    draw(target, edge, byHand(classes[labels[i]!]!, random), random);
  }
  return { shape: [1, edge, edge], data, labels };
}

/** The strokes as one hand would draw them: turned, slanted, stretched, moved, and bent a little. */
function byHand(strokes: readonly Stroke[], random: Random): readonly Stroke[] {
  const turn = 0.12 * random.normal();
  const slant = 0.18 * random.normal();
  const [wide, high] = [random.uniform(0.65, 0.9), random.uniform(0.7, 0.9)];
  const [dx, dy] = [random.uniform(-0.1, 0.1), random.uniform(-0.1, 0.1)];
  const [bendX, bendY] = [0.06 * random.normal(), 0.06 * random.normal()];
  const phase = random.uniform(0, 2 * Math.PI);
  const place = ([x, y]: Point): Point => {
    const bentX = wide * (x + bendX * Math.sin(3 * y + phase)) - slant * y;
    const bentY = high * (y + bendY * Math.sin(3 * x + phase));
    return [
      bentX * Math.cos(turn) - bentY * Math.sin(turn) + dx,
      bentX * Math.sin(turn) + bentY * Math.cos(turn) + dy,
    ];
  };
  return strokes.map((stroke) => stroke.map(place));
}

/** Grey falls off over one pixel at the edge of the pen. */
function draw(
  target: Float32Array,
  edge: number,
  strokes: readonly Stroke[],
  random: Random,
): void {
  const pen = random.uniform(0.045, 0.085) * edge;
  const squares = new Float64Array(edge * edge).fill(Infinity);
  for (const stroke of strokes)
    for (let i = 1; i < stroke.length; i++)
      nearTo(stroke[i - 1]!, stroke[i]!, pen + 0.5, edge, squares);
  for (let i = 0; i < squares.length; i++)
    target[i] = Math.min(1, Math.max(0, pen + 0.5 - Math.sqrt(squares[i]!)));
}

/**
 * Lowers each of `squares`, the squared distances of the pixels' centres from what is drawn, to that
 * from a line, where it is within `reach`. Lengths are in pixels, the line's ends in −1..1.
 */
function nearTo(
  from: Point,
  to: Point,
  reach: number,
  edge: number,
  squares: Float64Array,
): void {
  const place = (of: number) => ((of + 1) * edge) / 2 - 0.5;
  const [ax, ay, bx, by] = [...from.map(place), ...to.map(place)] as Ends;
  const [ux, uy] = [bx - ax, by - ay];
  const length = ux * ux + uy * uy || 1;
  const first = (a: number, b: number) =>
    Math.max(0, Math.ceil(Math.min(a, b) - reach));
  const last = (a: number, b: number) =>
    Math.min(edge - 1, Math.floor(Math.max(a, b) + reach));
  const [left, right] = [first(ax, bx), last(ax, bx)];
  const bottom = last(ay, by);
  for (let y = first(ay, by); y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const along = ((x - ax) * ux + (y - ay) * uy) / length;
      const t = Math.min(1, Math.max(0, along));
      const [dx, dy] = [ax + t * ux - x, ay + t * uy - y];
      const i = y * edge + x;
      squares[i] = Math.min(squares[i]!, dx * dx + dy * dy);
    }
}

type Ends = [ax: number, ay: number, bx: number, by: number];
