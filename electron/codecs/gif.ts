/** GIF, to read: the first frame, its palette expanded. */
import type { Decoder } from "./codec.ts";
import { decodeWithSharp, inspectWithSharp } from "./sharp-decode.ts";

export const gif: Decoder = {
  decode: (path, options) => decodeWithSharp("gif", path, options),
  inspect: (path) => inspectWithSharp("gif", path),
};
