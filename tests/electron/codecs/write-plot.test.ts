/** Plots as files of each kind, and the reader of drawings, which stays shut to everything else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sharp } from "../../../electron/codecs/sharp-instance.ts";
import { writePlot } from "../../../electron/codecs/write-plot.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="4" height="2"/></svg>';
const plot = {
  svg: () => SVG,
  rows: () => [
    ["x", "y"],
    [1, 2],
  ],
};
const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

test("the ending says whether a plot is a drawing or a table", async () => {
  for (const name of ["a.svg", "a.csv"]) await writePlot(plot, at(name), false);
  expect(readFileSync(at("a.svg"), "utf8")).toBe(SVG);
  expect(readFileSync(at("a.csv"), "utf8")).toBe("x,y\r\n1,2\r\n");
});

test("several are drawn at the same time, and no other drawing is read after them", async () => {
  const names = ["a.png", "b.png", "new/c.png"];
  await Promise.all(names.map((name) => writePlot(plot, at(name), false)));
  for (const name of names)
    expect(await sharp(at(name)).metadata()).toMatchObject({ format: "png" });
  await expect(sharp(Buffer.from(SVG)).metadata()).rejects.toThrow();
});
