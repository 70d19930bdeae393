/** How different two colours look: CIEDE2000 (CIE 142-2001), as Sharma, Wu and Dalal write it (Color Research and Application 30, 2005). */

/** L* 0..100, a* and b*. */
export type Lab = readonly [number, number, number];

const RADIANS = Math.PI / 180;
const cosine = (degrees: number): number => Math.cos(degrees * RADIANS);
/** Near 1 for strong colours: c⁷ ∕ (c⁷ + 25⁷), its root. */
const strength = (c: number): number => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));

/** Above 1, people begin to see it. */
export function ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const g = 0.5 - strength((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) / 2;
  const [c1, h1] = polar(a1 * (1 + g), b1);
  const [c2, h2] = polar(a2 * (1 + g), b2);
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const h = grey ? h1 + h2 : (h1 + turn / 2 + 360) % 360;
  const t =
    1 -
    0.17 * cosine(h - 30) +
    0.24 * cosine(2 * h) +
    0.32 * cosine(3 * h + 6) -
    0.2 * cosine(4 * h - 63);
  const lightness =
    (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const chroma = (c2 - c1) / (1 + 0.045 * c);
  const hue =
    (2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * RADIANS)) /
    (1 + 0.015 * c * t);
  const blue = 60 * Math.exp(-(((h - 275) / 25) ** 2));
  const rotation = -Math.sin(blue * RADIANS) * 2 * strength(c);
  return Math.sqrt(
    lightness ** 2 + chroma ** 2 + hue ** 2 + rotation * chroma * hue,
  );
}

/** Chroma, and hue in degrees from 0 on. */
const polar = (a: number, b: number): readonly [number, number] => [
  Math.hypot(a, b),
  (Math.atan2(b, a) / RADIANS + 360) % 360,
];
