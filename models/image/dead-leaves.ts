/** Pictures of overlapping shapes: edges, flat parts and texture of every size, without a file. */
import { Random } from "../random.ts";
import { emptyPlanes, type Planes } from "./image.ts";

/** Drawn this much larger and averaged, so that edges are as soft as a lens leaves them. */
const SCALE = 2;
/** Radii in pixels of the large drawing. */
const SMALLEST = 3 * SCALE;
const LARGEST = 100 * SCALE;
/** More than any picture needs to be covered; what is still bare then keeps the first shape's colour. */
const MOST_SHAPES = 20_000;

interface Shape {
  readonly colour: readonly [number, number, number];
  /** A wave across the shape: its strength and its phase by place. */
  readonly amplitude: number;
  readonly wave: (x: number, y: number) => number;
}

/**
 * The dead-leaves model (Lee, Mumford and Huang, 2001): discs whose radii follow r⁻³, each hiding
 * what lies below it. Its statistics resemble those of photographs at every scale. Half of the
 * discs are striped. Samples lie in 0.05..0.95; the same seed gives the same picture.
 */
export function deadLeaves(
  width: number,
  height: number,
  seed: number,
): Planes {
  const large = draw(SCALE * width, SCALE * height, seed);
  const picture = emptyPlanes(width, height, 3);
  for (let i = 0; i < large.data.length; i++) {
    const x = Math.floor((i % large.width) / SCALE);
    const row = Math.floor(i / large.width);
    const c = Math.floor(row / large.height);
    const y = Math.floor((row % large.height) / SCALE);
    picture.data[(c * height + y) * width + x]! += large.data[i]! / SCALE ** 2;
  }
  return picture;
}

function draw(width: number, height: number, seed: number): Planes {
  const random = new Random(seed);
  const picture = emptyPlanes(width, height, 3);
  const covered = new Uint8Array(width * height);
  let bare = width * height;
  const fill = (shape: Shape, i: number): void => {
    const stripe =
      shape.amplitude * shape.wave(i % width, Math.floor(i / width));
    for (let c = 0; c < 3; c++)
      picture.data[c * covered.length + i] = shape.colour[c]! + stripe;
    covered[i] = 1;
    bare--;
  };
  const background = drawShape(random);
  // From the front to the back: what is drawn once stays.
  for (let count = 0; bare > 0 && count < MOST_SHAPES; count++) {
    const radius = drawRadius(random);
    const [x, y] = [random.uniform(0, width), random.uniform(0, height)];
    const shape = drawShape(random);
    for (const i of disc(x, y, radius, width, height))
      if (covered[i] === 0) fill(shape, i);
  }
  for (let i = 0; bare > 0 && i < covered.length; i++)
    if (covered[i] === 0) fill(background, i);
  return picture;
}

/** By inverting the distribution function of the density r⁻³. */
function drawRadius(random: Random): number {
  const [most, least] = [SMALLEST ** -2, LARGEST ** -2];
  return (least + random.uniform() * (most - least)) ** -0.5;
}

/** One brightness, tinted: colours of photographs are mostly dull. */
function drawShape(random: Random): Shape {
  const brightness = random.uniform(0.2, 0.8);
  const tint = (): number => brightness + random.uniform(-0.1, 0.1);
  const period = SCALE * random.uniform(3, 16);
  const angle = random.uniform(0, Math.PI);
  const phase = random.uniform(0, 2 * Math.PI);
  const [fx, fy] = [Math.cos(angle), Math.sin(angle)].map(
    (part) => (2 * Math.PI * part) / period,
  ) as [number, number];
  return {
    colour: [tint(), tint(), tint()],
    amplitude: random.chance(0.5) ? random.uniform(0.01, 0.05) : 0,
    wave: (x, y) => Math.sin(fx * x + fy * y + phase),
  };
}

/** The pixels of a disc that lie within the picture. */
function* disc(
  x: number,
  y: number,
  radius: number,
  width: number,
  height: number,
): Generator<number> {
  const last = Math.min(height - 1, Math.floor(y + radius));
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= last; row++) {
    const half = Math.sqrt(radius ** 2 - (row - y) ** 2);
    const end = Math.min(width - 1, Math.floor(x + half));
    for (let column = Math.max(0, Math.ceil(x - half)); column <= end; column++)
      yield row * width + column;
  }
}
