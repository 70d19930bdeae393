/** What the Lab screen computes by itself: its form, its map's camera, units, and plots as files. */
import { describe, expect, test } from "vitest";
import type { LabSourceResult } from "../../../../electron/contract/lab-values.ts";
import { LabForm } from "../../../../renderer/src/screens/lab/setup/lab-form.svelte.ts";
import { LESSONS } from "../../../../renderer/src/screens/lab/tour/lessons.ts";
import { csv } from "../../../../models/lab/csv.ts";
import { linesSvg } from "../../../../models/lab/svg.ts";
import { Camera } from "../../../../renderer/src/screens/lab/plots/scatter-camera.svelte.ts";
import {
  alongUnit,
  unitsOf,
} from "../../../../renderer/src/screens/lab/uses/units.ts";
import { FakeApp } from "../../support/fake-app.ts";

const found = (pictures: number): LabSourceResult => ({
  reading: {
    ...{ pictures, cropped: 0, small: 0, unreadable: 0, failed: [] },
    classes: null,
  },
  ...{ shape: [1, 28, 28], pictures: new Uint8Array(784), labels: [null] },
});

describe("the form", () => {
  const form = new LabForm(new FakeApp().store);

  test("has a plan once the pictures are known", () => {
    expect(form.plan).toBeNull();
    form.found = found(100);
    expect(form.plan).toMatchObject({ source: "digits", latent: 16 });
  });

  test("says what does not suit before anything starts", () => {
    form.latent = 784;
    expect(form.drawn.error?.details).toMatchObject({ kind: "latent" });
    form.latent = 16;
    form.network = "conv";
    form.widths = "8, 8, 8";
    expect(form.drawn.error?.details).toMatchObject({ kind: "levels" });
    form.widths = "";
    form.found = found(5);
    expect(form.drawn.error?.details).toMatchObject({ kind: "few" });
    expect(form.plan).toBeNull();
  });

  test.each(LESSONS)("is set up by the lesson $name", (lesson) => {
    form.found = found(100);
    form.set(lesson.source, lesson.settings);
    expect(form.plan).toMatchObject(lesson.settings);
  });
});

test("a map is magnified around the pointer", () => {
  const camera = new Camera();
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ];
  const [before] = camera.places(points, 100, 100);
  camera.magnify(4, [before![0] / 100, before![1] / 100]);
  const [after, other] = camera.places(points, 100, 100);
  expect(after![0]).toBeCloseTo(before![0]);
  expect(other![0]).toBeGreaterThan(100);
  camera.reset();
  expect(camera.places(points, 100, 100)[0]).toEqual(before);
});

test("units are ranked by their spread, with the pictures at their ends", () => {
  const codes = [
    [0, 5],
    [1, 5],
    [-1, 6],
  ].map((code) => Float32Array.from(code));
  const [first] = unitsOf(codes, 1);
  expect(first).toMatchObject({ unit: 0, high: [1], low: [2] });
  const way = alongUnit(Float32Array.of(0, 5), first!, 3);
  expect(way.map((code) => code[1])).toEqual([5, 5, 5]);
  expect(way[1]![0]).toBeCloseTo(0);
  expect(way[2]![0]).toBeCloseTo(2 * first!.spread);
});

test("tables quote what would break them, and plots what would break out", () => {
  expect(csv([["a,b", 'say "x"', 1]])).toBe('"a,b","say ""x""",1\r\n');
  const line = { name: "<b>", colour: "red", points: [[0, 1]] as const };
  expect(linesSvg([line], { x: "x", y: "y" })).toContain("&#60;b&#62;");
});
