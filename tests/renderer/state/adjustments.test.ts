/** Settings that a person changes: on the screen at once, at the app a little later, and back again. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  Adjustments,
  sameSettings,
} from "../../../renderer/src/state/adjustments.svelte.ts";
import { NitidoError } from "../../../models/errors.ts";
import { appState, DEFAULTS, FakeApp, imageItem } from "../support/fake-app.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An app that keeps what it is told, as the real one does. */
function setUp(state = appState()) {
  const app: FakeApp = new FakeApp(
    {
      "images.set": ({
        ids,
        settings,
      }: {
        ids: string[];
        settings: object;
      }) => {
        app.emit(
          "images.changed",
          app.store.images
            .filter(({ id }) => ids.includes(id))
            .map((image) => ({
              ...image,
              settings: { ...image.settings, ...settings },
            })),
        );
      },
      "images.open": ({ id }: { id: string }) => app.emit("images.current", id),
    },
    state,
  );
  return { app, adjustments: new Adjustments(app.store) };
}

const strengths = (app: FakeApp) =>
  app.store.images.map(({ settings }) => settings.strength);
const settle = () => vi.advanceTimersByTimeAsync(1000);

test("a drag is on the screen at once and reaches the app at most so often", async () => {
  const { app, adjustments } = setUp();
  for (const strength of [90, 80, 70]) {
    adjustments.change({ strength });
    expect(adjustments.settings.strength).toBe(strength);
  }
  expect(app.parametersOf("images.set")).toHaveLength(1);
  await settle();
  expect(app.parametersOf("images.set")).toEqual([
    { ids: ["a"], settings: { ...DEFAULTS, strength: 90 } },
    { ids: ["a"], settings: { ...DEFAULTS, strength: 70 } },
  ]);
});

test("a whole drag is one step of the history", async () => {
  const { app, adjustments } = setUp();
  adjustments.change({ strength: 90 });
  adjustments.change({ strength: 40 });
  adjustments.commit();
  await settle();
  adjustments.undo();
  await settle();
  expect(strengths(app)).toEqual([100, 100, 100]);
  expect(adjustments.canUndo).toBe(false);
  adjustments.redo();
  await settle();
  expect(strengths(app)).toEqual([40, 100, 100]);
});

test("changes in quick succession are steps of their own", async () => {
  const { app, adjustments } = setUp();
  adjustments.set({ strength: 90 });
  adjustments.set({ strength: 80 });
  adjustments.undo();
  await settle();
  expect(strengths(app)).toEqual([90, 100, 100]);
});

test("a drag that ends where it began is no step", () => {
  const { adjustments } = setUp();
  adjustments.change({ strength: 90 });
  adjustments.change({ strength: 100 });
  adjustments.commit();
  expect(adjustments.canUndo).toBe(false);
});

test("settings copied to others are taken back from each as it was", async () => {
  const images = [
    imageItem("a", { settings: { ...DEFAULTS, strength: 10 } }),
    imageItem("b", { settings: { ...DEFAULTS, strength: 20 } }),
    imageItem("c", { settings: { ...DEFAULTS, strength: 30 } }),
  ];
  const { app, adjustments } = setUp(appState({ images }));
  adjustments.copyTo(["a", "b", "c"]);
  await settle();
  expect(strengths(app)).toEqual([10, 10, 10]);
  adjustments.undo();
  await settle();
  expect(strengths(app)).toEqual([10, 20, 30]);
});

test("taking back shows the image that it concerns", async () => {
  const { app, adjustments } = setUp();
  adjustments.set({ strength: 50 });
  await settle();
  app.emit("images.current", "b");
  adjustments.undo();
  await settle();
  expect(app.store.currentId).toBe("a");
});

test("reset goes back to what new images start with", async () => {
  const { adjustments } = setUp();
  adjustments.set({ noise: { luma: 3, chroma: 9 } });
  expect(adjustments.isDefault).toBe(false);
  adjustments.reset();
  await settle();
  expect(adjustments.isDefault).toBe(true);
});

test("settings are the same whatever the order they are written in", () => {
  const { model, noise, ...sliders } = DEFAULTS;
  expect(sameSettings(DEFAULTS, { ...sliders, noise, model })).toBe(true);
  expect(
    sameSettings(
      { ...DEFAULTS, noise: 5 },
      { ...DEFAULTS, noise: { luma: 5, chroma: 5 } },
    ),
  ).toBe(false);
});

test("a change that did not arrive stays on the screen, and is sent again", async () => {
  let gone = true;
  const app = new FakeApp({
    "images.set": () => {
      if (gone) throw new NitidoError("CANCELLED");
      return null;
    },
  });
  const adjustments = new Adjustments(app.store);
  adjustments.set({ strength: 70 });
  await settle();
  expect(adjustments.settings.strength).toBe(70);
  gone = false;
  const before = app.parametersOf("images.set").length;
  adjustments.commit();
  await settle();
  expect(app.parametersOf("images.set").slice(before)).toEqual([
    { ids: ["a"], settings: { ...DEFAULTS, strength: 70 } },
  ]);
});

test("amounts of the measured noise are steps of the history as levels are", async () => {
  const { adjustments } = setUp();
  const apart = { amount: { luma: 0.8, chroma: 0.8 } };
  adjustments.set({ noise: { amount: 0.8 } });
  expect(adjustments.isDefault).toBe(false);
  adjustments.set({ noise: apart });
  adjustments.set({ noise: 12 });
  for (const noise of [apart, { amount: 0.8 }, "auto"]) {
    adjustments.undo();
    await settle();
    expect(adjustments.settings.noise).toEqual(noise);
  }
  expect(adjustments.isDefault).toBe(true);
});
