/** Where programs are found: in the repository, and beside the archive of the packaged app. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { outOfArchive } from "../../../electron/engine/programs.ts";

test("a program in the app's archive is run from beside it", () => {
  const resources = join("/opt", "Nítido", "resources");
  expect(outOfArchive(join(resources, "app.asar", "dist", "engine.js"))).toBe(
    join(resources, "app.asar.unpacked", "dist", "engine.js"),
  );
});

test("any other is run where it is", () => {
  for (const folder of ["nitido", "app.asar.unpacked", "my.app.asar"]) {
    const file = join("/srv", folder, "dist", "engine.js");
    expect(outOfArchive(file)).toBe(file);
  }
});
