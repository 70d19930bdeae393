/** Paths are understood as people type and paste them. */
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { typedPath } from "../../../../electron/services/training/typed-path.ts";

const home = homedir();
const place = join(home, "my photos");

test.each([
  [place, place],
  [`  ${place}\n`, place],
  [`"${place}"`, place],
  [`'${place}'`, place],
  [pathToFileURL(place).href, place],
  ["~/my photos", place],
  ["~", home],
  ["my photos", place],
])("%s", (text, expected) => {
  expect(typedPath(text)).toBe(expected);
});
