/** Puts a chosen amount of noise of any kind on a clean image, to see what a network makes of it. */
import {
  copyImage,
  hasColour,
  type Image,
  type Planes,
  type Point,
  type Rect,
  toPlanes,
  writePlanes,
} from "../image/image.ts";
import { Random } from "../random.ts";
import { camera, drawCamera } from "./camera.ts";
import { chroma } from "./chroma.ts";
import { filmGrain } from "./film-grain.ts";
import { jpeg } from "./jpeg.ts";
import { poissonGaussian } from "./poisson-gaussian.ts";
import { residual, rootMeanSquare, withResidual } from "./residual.ts";
import { correlated } from "./spatial-correlation.ts";
import type { NoiseModelName } from "./table.ts";
import { white } from "./white.ts";

export interface SyntheticNoise {
  readonly kind: NoiseModelName;
  /**
   * 0..100. The root mean square, in 0..255 units, of all that is added, before it is clipped; for
   * `jpeg` what its quality falls short of 100.
   */
  readonly level: number;
  readonly seed: number;
}

type AddNoise = (clean: Planes, random: Random) => Planes;

/**
 * What level 0..100 means for a model; σ is the level in 0..1. What a model would draw at random
 * for each tile is drawn here, once for the image.
 */
const MODELS: Readonly<
  Record<
    NoiseModelName,
    (level: number, sigma: number, random: Random) => AddNoise
  >
> = {
  white: (sigma) => (clean, random) => white.apply(clean, random, { sigma }),
  correlated: (sigma) => (clean, random) =>
    correlated.apply(clean, random, { sigma, blur: 0.7 }),
  "film-grain": (sigma) => (clean, random) =>
    filmGrain.apply(clean, random, { sigma, size: 0.8, colour: 0.2 }),
  chroma: (level) => (clean, random) =>
    chroma.apply(clean, random, { luma: level, chroma: 2 * level, blur: 1.5 }),
  // A tenth of the variance of middle grey is there in black.
  "poisson-gaussian": (_, sigma) => (clean, random) =>
    poissonGaussian.apply(clean, random, {
      a: 1.8 * sigma ** 2,
      b: 0.1 * sigma ** 2,
    }),
  camera(_, sigma, drawing) {
    const [shot, read] = [sigma ** 2, sigma ** 2 / 20];
    const options = { ...drawCamera(drawing), shot, read };
    return (clean, random) => camera.apply(clean, random, options);
  },
  jpeg(level, _, drawing) {
    const quality = Math.max(1, 100 - Math.round(level));
    const subsampling = drawing.chance(0.6) ? "4:2:0" : "4:4:4";
    const options = { quality, subsampling, offset: { x: 0, y: 0 } } as const;
    return (clean, random) => jpeg.apply(clean, random, options);
  },
};

/** Side of the squares in which noise is made, about a tenth of a second each. */
const TILE = 512;
/** Pixels around a tile that its noise is made with; whole blocks of JPEG, even for the mosaic. */
const HALO = 16;
/** How many tiles, spread over the image, tell how strong the noise is. */
const MEASURED = 16;

/**
 * A noisy copy of the same depth; alpha stays. The same noise for the same seed. `pause` is awaited
 * between tiles, so that others get their turn; what it throws ends the work.
 */
export async function withNoise(
  image: Image,
  { kind, level, seed }: SyntheticNoise,
  pause: () => Promise<unknown>,
): Promise<Image> {
  const sigma = level / 255;
  const add = MODELS[kind](level, sigma, new Random(seed));
  const tiles = tilesOf(image);
  const noisyTile = ({ core, index }: NoiseTile): NoisyTile => {
    const window = withHalo(core, image);
    const clean = toPlanes(image, window);
    const noisy = add(clean, new Random(Random.seed(seed, index)));
    const offset = { x: core.x - window.x, y: core.y - window.y };
    return { clean, noisy, offset };
  };
  const noiseOf = ({ noisy, clean }: NoisyTile): Float32Array => {
    const noise = residual(noisy, clean);
    if (!hasColour(image)) shareMean(noise);
    return noise;
  };

  let factor = 1;
  if (kind !== "jpeg") {
    const step = Math.ceil(tiles.length / MEASURED);
    let [squares, count] = [0, 0];
    for (let i = 0; i < tiles.length; i += step) {
      const noise = noiseOf(noisyTile(tiles[i]!));
      squares += noise.length * rootMeanSquare(noise) ** 2;
      count += noise.length;
      await pause();
    }
    factor = squares > 0 ? sigma / Math.sqrt(squares / count) : 0;
  }

  const copy = copyImage(image);
  for (const tile of tiles) {
    const made = noisyTile(tile);
    const noisy =
      kind === "jpeg"
        ? made.noisy
        : withResidual(
            made.clean,
            noiseOf(made).map((value) => value * factor),
          );
    writePlanes(copy, tile.core, noisy, made.offset);
    await pause();
  }
  return copy;
}

interface NoiseTile {
  readonly core: Rect;
  readonly index: number;
}

/** A tile with its halo, and where its core begins there. */
interface NoisyTile {
  readonly clean: Planes;
  readonly noisy: Planes;
  readonly offset: Point;
}

function tilesOf({ width, height }: Image): NoiseTile[] {
  const tiles: NoiseTile[] = [];
  for (let y = 0; y < height; y += TILE)
    for (let x = 0; x < width; x += TILE) {
      const size = {
        width: Math.min(TILE, width - x),
        height: Math.min(TILE, height - y),
      };
      tiles.push({ core: { x, y, ...size }, index: tiles.length });
    }
  return tiles;
}

function withHalo({ x, y, width, height }: Rect, image: Image): Rect {
  const left = Math.max(0, x - HALO);
  const top = Math.max(0, y - HALO);
  return {
    x: left,
    y: top,
    width: Math.min(image.width, x + width + HALO) - left,
    height: Math.min(image.height, y + height + HALO) - top,
  };
}

/** Grey images have one noise, the mean of three. */
function shareMean(noise: Float32Array): void {
  const size = noise.length / 3;
  for (let i = 0; i < size; i++) {
    const mean = (noise[i]! + noise[i + size]! + noise[i + 2 * size]!) / 3;
    noise[i] = noise[i + size] = noise[i + 2 * size] = mean;
  }
}
