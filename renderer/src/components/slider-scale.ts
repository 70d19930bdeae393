/** How the values of a slider lie along its length, where that is not evenly. */

export interface SliderScale {
  /** Where a value lies, in per cent of the length. */
  positionOf(value: number): number;
  /** The value at a position, on the grid of the steps. */
  valueAt(position: number): number;
  /** The value that many steps higher, or lower where they are negative. */
  stepped(value: number, steps: number): number;
}

/** Values from 0 to `middle` take half of the length and have fine steps; the others, up to `max`, coarse ones. */
export function halvedScale({
  middle,
  max,
  fine,
  coarse,
}: Readonly<
  Record<"middle" | "max" | "fine" | "coarse", number>
>): SliderScale {
  const within = (value: number) => Math.min(max, Math.max(0, value));
  /** One step from a value to the next on the grid: what was typed need not lie on it. */
  const next = (value: number, up: boolean): number => {
    const isFine = up ? value < middle : value <= middle;
    const step = isFine ? fine : coarse;
    return up
      ? step * (Math.floor(value / step) + 1)
      : step * (Math.ceil(value / step) - 1);
  };
  return {
    positionOf(value) {
      const known = within(value);
      return known <= middle
        ? (50 * known) / middle
        : 50 + (50 * (known - middle)) / (max - middle);
    },
    valueAt(position) {
      const value =
        position <= 50
          ? (middle * position) / 50
          : middle + ((max - middle) * (position - 50)) / 50;
      const step = value < middle ? fine : coarse;
      return within(step * Math.round(value / step));
    },
    stepped(value, steps) {
      let reached = value;
      for (let step = 0; step < Math.abs(steps); step++)
        reached = within(next(reached, steps > 0));
      return reached;
    },
  };
}
