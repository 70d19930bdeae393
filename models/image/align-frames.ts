/** The shift between two frames of a burst, which hands move farther than a tripod. */
import { type Alignment, align } from "./align.ts";
import { emptyPlanes, type Planes, plane } from "./image.ts";

/** Frames are first compared at this part of their size. */
const COARSE = 4;

/**
 * Like `align`, of frames that are up to 32 pixels apart: three planes each and of equal size, best of
 * 700 pixels a side and more.
 */
export function alignFrames(a: Planes, b: Planes): Alignment {
  const rough = align(reduced(a), reduced(b));
  const x = COARSE * rough.shift.x;
  const y = COARSE * rough.shift.y;
  const [width, height] = [a.width - Math.abs(x), a.height - Math.abs(y)];
  const common = (planes: Planes, left: number, top: number) =>
    part(planes, { left, top, width, height });
  const exact = align(
    common(a, Math.max(0, -x), Math.max(0, -y)),
    common(b, Math.max(0, x), Math.max(0, y)),
  );
  return {
    ...exact,
    shift: { x: x + exact.shift.x, y: y + exact.shift.y },
    aligned: rough.aligned && exact.aligned,
  };
}

/** Means of squares of 4×4 pixels. */
function reduced({ width, height, data, channels }: Planes): Planes {
  const small = emptyPlanes(
    Math.floor(width / COARSE),
    Math.floor(height / COARSE),
    channels,
  );
  const size = small.width * small.height;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < small.height * COARSE; y++)
      for (let x = 0; x < small.width * COARSE; x++) {
        const row = c * size + Math.floor(y / COARSE) * small.width;
        const cell = row + Math.floor(x / COARSE);
        const value = data[(c * height + y) * width + x]!;
        small.data[cell] = small.data[cell]! + value / COARSE ** 2;
      }
  return small;
}

function part(
  planes: Planes,
  {
    left,
    top,
    width,
    height,
  }: { left: number; top: number; width: number; height: number },
): Planes {
  const cut = emptyPlanes(width, height, planes.channels);
  for (let c = 0; c < planes.channels; c++)
    for (let y = 0; y < height; y++) {
      const from = (top + y) * planes.width + left;
      const line = plane(planes, c).subarray(from, from + width);
      plane(cut, c).set(line, y * width);
    }
  return cut;
}
