/** Which part of a map is seen: 1 is all of it, and places are shares of the field. */

interface Place {
  readonly x: number;
  readonly y: number;
}

const FARTHEST = 1;
const NEAREST = 60;
/** Around the points, as a share of the field. */
const MARGIN = 0.05;

export class Camera {
  zoom = $state(1);
  /** What lies in the middle, in shares of the whole map. */
  #middle = $state.raw<readonly [number, number]>([0.5, 0.5]);

  /** Where each point lies in a field of so many pixels; y upwards, both axes filled. */
  places(
    points: readonly Place[],
    width: number,
    height: number,
  ): readonly (readonly [number, number])[] {
    const xs = shares(points.map(({ x }) => x));
    const ys = shares(points.map(({ y }) => y));
    const [cx, cy] = this.#middle;
    return points.map((_, n) => [
      (0.5 + this.zoom * (xs[n]! - cx)) * width,
      (0.5 + this.zoom * (1 - ys[n]! - cy)) * height,
    ]);
  }

  /** By a factor, around a place of the field. */
  magnify(
    factor: number,
    [x, y]: readonly [number, number] = [0.5, 0.5],
  ): void {
    const zoom = Math.min(NEAREST, Math.max(FARTHEST, this.zoom * factor));
    const [cx, cy] = this.#middle;
    const kept = (at: number, middle: number) =>
      middle + (at - 0.5) * (1 / this.zoom - 1 / zoom);
    this.#middle = [kept(x, cx), kept(y, cy)];
    this.zoom = zoom;
  }

  /** The map under the field, in shares of the field. */
  move(dx: number, dy: number): void {
    const [cx, cy] = this.#middle;
    this.#middle = [cx - dx / this.zoom, cy - dy / this.zoom];
  }

  reset(): void {
    this.zoom = 1;
    this.#middle = [0.5, 0.5];
  }

  /** Returns whether the key means anything. */
  key(name: string): boolean {
    const keys: Readonly<Record<string, () => void>> = {
      "+": () => this.magnify(1.3),
      "-": () => this.magnify(1 / 1.3),
      "0": () => this.reset(),
      ArrowLeft: () => this.move(0.1, 0),
      ArrowRight: () => this.move(-0.1, 0),
      ArrowUp: () => this.move(0, 0.1),
      ArrowDown: () => this.move(0, -0.1),
    };
    keys[name]?.();
    return keys[name] !== undefined;
  }
}

function shares(values: readonly number[]): readonly number[] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return values.map(
    (value) =>
      MARGIN + ((1 - 2 * MARGIN) * (value - least)) / (most - least || 1),
  );
}
