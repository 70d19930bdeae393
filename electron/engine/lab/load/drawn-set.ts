/** The built-in pictures, drawn anew each time. */
import {
  DRAWN,
  type DrawnName,
  type drawnPictures,
} from "../../../../models/lab/data/drawn.ts";
import { pictureAt } from "../../../../models/lab/pictures.ts";
import { aside } from "../aside.ts";
import type { Source } from "./source.ts";

const EDGE = 28;
const COUNT = 4000;
/** That of all: a set is the same in every run. */
const SEED = 1;

const NAMES: Readonly<Record<DrawnName, readonly string[]>> = {
  digits: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  shapes: ["circle", "square", "triangle", "cross", "plus"],
};

export const isDrawn = (name: string): name is DrawnName =>
  Object.hasOwn(DRAWN, name);

/** `edge`: that of the pictures that are drawn; null: 28. */
export async function drawnSource(
  name: DrawnName,
  edge: number | null,
  signal: AbortSignal,
): Promise<Source> {
  const side = edge ?? EDGE;
  const parameters: Parameters<typeof drawnPictures> = [
    ...([name, COUNT, side, SEED] as const),
  ];
  const drawn = await aside("draw", parameters, signal);
  return {
    shape: [1, side, side],
    failed: [],
    pictures: Array.from(drawn.labels, (label, n) => ({
      ...{ name: String(n), file: null },
      label: NAMES[name][label] ?? null,
      read: () =>
        Promise.resolve({
          ...{ width: side, height: side, channels: 1 },
          data: pictureAt(drawn, n),
        }),
    })),
  };
}
