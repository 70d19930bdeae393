/** Where the window was: remembered in a file, and used again only where a display shows it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { BrowserWindow, Rectangle } from "electron";
import * as v from "valibot";

/** Lengths in device-independent pixels. Without a position the window is centred. */
export interface WindowState {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
  readonly maximized: boolean;
}

export const SMALLEST = { width: 960, height: 600 } as const;
const DEFAULT: WindowState = { width: 1280, height: 800, maximized: false };
/** So much of the window must be on a display for the mouse to catch it. */
const GRIP = 100;

const place = v.pipe(v.number(), v.integer());
const savedState = v.object({
  x: place,
  y: place,
  width: place,
  height: place,
  maximized: v.boolean(),
});

/** The saved state, moved and cut so that a display shows it; the default when it is no state. */
export function usableState(
  saved: unknown,
  workAreas: readonly Rectangle[],
): WindowState {
  const checked = v.safeParse(savedState, saved);
  if (!checked.success) return DEFAULT;
  const { x, y, width, height, maximized } = checked.output;
  const area = workAreas.find(
    (candidate) =>
      x < candidate.x + candidate.width - GRIP &&
      x + width > candidate.x + GRIP &&
      // The title bar is at the top: above a display's edge it is out of reach.
      y >= candidate.y &&
      y < candidate.y + candidate.height - GRIP,
  );
  if (!area) return { ...DEFAULT, maximized };
  return {
    x,
    y,
    width: clamp(width, SMALLEST.width, area.width),
    height: clamp(height, SMALLEST.height, area.height),
    maximized,
  };
}

const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));

/** What the file says; undefined when it says nothing sensible. */
export function readState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Writes the window's state to the file whenever it closes. */
export function rememberState(window: BrowserWindow, file: string): void {
  window.on("close", () => {
    const state = {
      ...window.getNormalBounds(),
      maximized: window.isMaximized(),
    };
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // A window that opens in its default place is no reason to trouble anybody.
    }
  });
}
