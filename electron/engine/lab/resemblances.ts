/** Which pictures look alike, for recipes that walk from one to the next. */
import type { Pictures } from "../../../models/lab/batches.ts";
import type { NeighbourGraph } from "../../../models/lab/neighbours.ts";
import { looksOf } from "../../../models/lab/unlike.ts";
import { aside } from "./aside.ts";

/** Pictures that each one is linked to, looked for among so many at most. */
const LINKS = 5;
const MOST_KNOWN = 10_000;

/** Each picture linked to those that look most like it. Rejects with the signal's reason. */
export const resemblances = (
  pictures: Pictures,
  signal: AbortSignal,
): Promise<NeighbourGraph> =>
  aside("neighbourGraph", [looksOf(pictures), LINKS, MOST_KNOWN], signal);
