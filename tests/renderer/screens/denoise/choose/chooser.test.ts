/** Choosing a level by eye: what is computed, and what a choice does. */
import { expect, test } from "vitest";
import { packTile } from "../../../../../models/inference/preview-tile.ts";
import { Chooser } from "../../../../../renderer/src/screens/denoise/choose/chooser.svelte.ts";
import { Adjustments } from "../../../../../renderer/src/state/adjustments.svelte.ts";
import { appState, FakeApp, imageItem } from "../../../support/fake-app.ts";
import type { ImageFacts } from "../../../../../electron/contract/values.ts";

const facts: ImageFacts = {
  width: 600,
  height: 400,
  channels: 3,
  bitDepth: 8,
  format: "jpeg",
  noise: {
    sigma: [4, 4, 4],
    a: 0,
    b: 0,
    correlation: 1,
    correlated: false,
    curve: [],
  },
  recommendedModel: "fast-photo",
  why: "white",
  notices: [],
  taken: { camera: "Lux 1", iso: 800 },
};

const tile = packTile({
  width: 1,
  height: 1,
  noisy: Uint8Array.of(1, 2, 3),
  denoised: Uint16Array.of(1, 2, 3),
  texture: null,
  complete: true,
});

function situation() {
  const image = imageItem("a", { facts });
  const app = new FakeApp(
    {
      "images.hardPlaces": () => [
        { kind: "smooth", x: 8, y: 16 },
        { kind: "texture", x: 200, y: 0 },
      ],
    },
    appState({ images: [image], current: "a" }),
  );
  const asked: string[] = [];
  const answer = (path: unknown) => {
    asked.push(decodeURIComponent(String(path)));
    return Promise.resolve(new Response(tile as Uint8Array<ArrayBuffer>));
  };
  const adjustments = new Adjustments(app.store);
  const chooser = new Chooser(app.store, adjustments, image, answer);
  return { app, asked, adjustments, chooser };
}

test("all places are computed at the measured level first, then at those around it", async () => {
  const { app, asked, chooser } = situation();
  await chooser.load(64);
  expect(app.parametersOf("images.hardPlaces")).toEqual([
    { id: "a", edge: 64 },
  ]);
  expect(asked.length).toBe(12);
  expect(asked.slice(0, 3)).toEqual([
    '/choices/a?x=8&y=16&edge=64&noise="auto"',
    '/choices/a?x=200&y=0&edge=64&noise="auto"',
    '/choices/a?x=8&y=16&edge=64&noise={"amount":0.7}',
  ]);
  expect(chooser.tile(1, 5)?.width).toBe(1);
});

test("nothing is asked for any more when it is closed", async () => {
  const { asked, chooser } = situation();
  const loading = chooser.load(64);
  chooser.close();
  await loading;
  expect(asked).toEqual([]);
});

test("keys go from choice to choice and end at the outer ones; the chosen one is one step of the history", () => {
  const { chooser, adjustments } = situation();
  expect([chooser.at, chooser.chosen]).toEqual([2, 2]);
  chooser.move(1);
  expect([chooser.at, chooser.chosen]).toEqual([3, 2]);
  chooser.choose();
  expect(adjustments.settings.noise).toEqual({ amount: 1.4 });
  expect(chooser.chosen).toBe(3);
  chooser.move(Infinity);
  expect(chooser.at).toBe(5);
  chooser.move(-Infinity);
  expect(chooser.at).toBe(0);
  adjustments.undo();
  expect(adjustments.settings.noise).toBe("auto");
});

test("the chosen level is kept for the camera", async () => {
  const { app, chooser } = situation();
  expect(chooser.camera).toEqual({ camera: "Lux 1", iso: 800 });
  chooser.choose(4);
  await chooser.keep();
  expect(app.parametersOf("profiles.keep")).toEqual([{ image: "a", level: 8 }]);
});
