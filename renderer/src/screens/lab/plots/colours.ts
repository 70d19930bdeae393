/** Colours of classes: hues evenly around the circle, in the order of the classes, readable on light and dark. */
export function colourOf(
  label: string | null,
  classes: readonly string[],
): string {
  const index = label === null ? -1 : classes.indexOf(label);
  if (index < 0) return "hsl(195 60% 45%)";
  const hue = Math.round((360 * index) / classes.length + 10);
  // Every other one lighter: neighbouring hues are told apart by both.
  return `hsl(${String(hue)} 65% ${index % 2 === 0 ? "42%" : "58%"})`;
}
