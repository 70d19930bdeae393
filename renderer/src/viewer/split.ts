/** The arithmetic of the split handle. */

const STEP = 0.01;
const LARGE_STEP = 0.1;

/** Where a key moves the split to, 0..1; null for keys that do not move it. */
export function splitKey(
  split: number,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
): number | null {
  const step = shiftKey ? LARGE_STEP : STEP;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return Math.max(0, split - step);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(1, split + step);
    case "PageDown":
      return Math.max(0, split - LARGE_STEP);
    case "PageUp":
      return Math.min(1, split + LARGE_STEP);
    case "Home":
      return 0;
    case "End":
      return 1;
    default:
      return null;
  }
}
