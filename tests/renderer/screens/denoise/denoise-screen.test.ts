/** What is chosen and what is open, on the Denoise screen. */
import { expect, test } from "vitest";
import { DenoiseScreen } from "../../../../renderer/src/screens/denoise/denoise.svelte.ts";
import { FakeApp } from "../../support/fake-app.ts";

function setUp() {
  const app = new FakeApp({
    "images.open": ({ id }: { id: string }) => {
      app.emit("images.current", id);
      return null;
    },
  });
  const screen = new DenoiseScreen({
    ...{ app: app.store, pathOf: () => null, fetch },
  });
  screen.follow();
  return { app, screen };
}

test("what another tab opens is chosen here, too: what is saved is what one sees", async () => {
  const { app, screen } = setUp();
  screen.choose("b");
  await Promise.resolve();
  await Promise.resolve();
  app.emit("images.current", "c");
  expect(screen.chosen).toEqual(["c"]);
});

test("several that are chosen stay so when one of them is opened", () => {
  const { app, screen } = setUp();
  screen.choose("b");
  screen.choose("c", { range: true });
  app.emit("images.current", "b");
  expect(screen.chosen).toEqual(["b", "c"]);
});

test("quick steps through the strip are not held back by what is opened late", async () => {
  const { app, screen } = setUp();
  screen.move(1);
  screen.move(1);
  await expect.poll(() => app.store.currentId).toBe("c");
  expect(screen.chosen).toEqual(["c"]);
});
