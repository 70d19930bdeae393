/** Where pictures are from, as a person says it: the name of a built-in set, or a path. */
import { DRAWN } from "../../../models/lab/data/drawn.ts";
import { typedPath } from "../training/typed-path.ts";

export const sourceOf = (typed: string): string =>
  Object.hasOwn(DRAWN, typed) ? typed : typedPath(typed);
