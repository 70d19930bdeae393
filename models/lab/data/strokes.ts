/** The digits as pen strokes in a square of −1..1, y downwards: what the built-in pictures are drawn from. */

export type Point = readonly [x: number, y: number];
/** A line drawn without lifting the pen. */
export type Stroke = readonly Point[];

/** Points on an ellipse around (cx, cy), from angle to angle in turns, clockwise from the right. */
function arc(
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  from: number,
  to: number,
): Stroke {
  const steps = Math.max(2, Math.ceil(24 * Math.abs(to - from)));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = 2 * Math.PI * (from + ((to - from) * i) / steps);
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)] as const;
  });
}

export const DIGITS: readonly (readonly Stroke[])[] = [
  [arc(0, 0, 0.55, 0.8, 0, 1)],
  [
    [
      [-0.25, -0.5],
      [0.1, -0.8],
      [0.1, 0.8],
    ],
  ],
  [
    [
      ...arc(0, -0.35, 0.5, 0.45, 0.55, 1.1),
      [-0.5, 0.8] as const,
      [0.55, 0.8] as const,
    ],
  ],
  [
    [
      ...arc(-0.05, -0.4, 0.45, 0.4, 0.6, 1.25),
      ...arc(-0.05, 0.4, 0.5, 0.4, 0.75, 1.4),
    ],
  ],
  [
    [
      [0.15, -0.8],
      [-0.55, 0.3],
      [0.55, 0.3],
    ],
    [
      [0.25, -0.25],
      [0.25, 0.8],
    ],
  ],
  [
    [
      [0.5, -0.8] as const,
      [-0.35, -0.8] as const,
      [-0.4, -0.1] as const,
      ...arc(-0.05, 0.3, 0.5, 0.5, 0.65, 1.4),
    ],
  ],
  [
    [
      [0.35, -0.8] as const,
      [-0.25, -0.3] as const,
      ...arc(0, 0.35, 0.45, 0.45, 0.5, 1.5),
    ],
  ],
  [
    [
      [-0.5, -0.8],
      [0.5, -0.8],
      [-0.1, 0.8],
    ],
  ],
  [arc(0, -0.4, 0.38, 0.4, 0.25, 1.25), arc(0, 0.4, 0.48, 0.4, 0.75, 1.75)],
  [
    [
      ...arc(0, -0.35, 0.42, 0.42, 0, 1),
      [0.38, 0.2] as const,
      [0.1, 0.8] as const,
    ],
  ],
];

export const SHAPES: readonly (readonly Stroke[])[] = [
  [arc(0, 0, 0.7, 0.7, 0, 1)],
  [
    [
      [-0.6, -0.6],
      [0.6, -0.6],
      [0.6, 0.6],
      [-0.6, 0.6],
      [-0.6, -0.6],
    ],
  ],
  [
    [
      [0, -0.7],
      [0.7, 0.6],
      [-0.7, 0.6],
      [0, -0.7],
    ],
  ],
  [
    [
      [-0.6, -0.6],
      [0.6, 0.6],
    ],
    [
      [0.6, -0.6],
      [-0.6, 0.6],
    ],
  ],
  [
    [
      [0, -0.75],
      [0, 0.75],
    ],
    [
      [-0.75, 0],
      [0.75, 0],
    ],
  ],
];
