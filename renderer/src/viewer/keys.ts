/** The keys of the viewer. */
import type { Viewer } from "./viewer.svelte.ts";

/** CSS pixels that an arrow key moves by. */
const STEP = 80;

/** As `aria-keyshortcuts` names them. */
export const VIEWER_KEYS =
  "+ - 0 Z Space L N ArrowLeft ArrowRight ArrowUp ArrowDown";

type Command = (viewer: Viewer, step: number) => void;

const COMMANDS = new Map<string, Command>([
  ["+", (viewer) => viewer.zoomIn()],
  // The key of + on many keyboards, without the shift key.
  ["=", (viewer) => viewer.zoomIn()],
  ["-", (viewer) => viewer.zoomOut()],
  ["0", (viewer) => viewer.fit()],
  ["z", (viewer) => viewer.toggleFit()],
  ["ArrowLeft", (viewer, step) => viewer.panBy(step, 0)],
  ["ArrowRight", (viewer, step) => viewer.panBy(-step, 0)],
  ["ArrowUp", (viewer, step) => viewer.panBy(0, step)],
  ["ArrowDown", (viewer, step) => viewer.panBy(0, -step)],
]);

/** Key down. Returns whether it was one of the viewer's. */
export function pressKey(
  viewer: Viewer,
  event: KeyboardEvent,
  density: number,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === " ") viewer.flipped = true;
  else if (event.key.toLowerCase() === "l") {
    if (!event.repeat) viewer.loupe = !viewer.loupe;
  } else if (event.key.toLowerCase() === "n") {
    if (!event.repeat) viewer.noiseShown = !viewer.noiseShown;
  } else {
    const command = COMMANDS.get(event.key);
    if (!command) return false;
    command(viewer, STEP * density);
  }
  return true;
}
