/** The app's state as events change it. */
import { expect, test } from "vitest";
import { NitidoError } from "../../../models/errors.ts";
import { appState, FakeApp, imageItem } from "../support/fake-app.ts";

test("images change, come and go with their events", () => {
  const app = new FakeApp();
  app.emit("images.changed", [
    imageItem("b", { state: "failed" }),
    imageItem("d"),
  ]);
  app.emit("images.removed", ["a"]);
  expect(app.store.images.map(({ id, state }) => [id, state])).toEqual([
    ["b", "failed"],
    ["c", "done"],
    ["d", "done"],
  ]);
  app.emit("images.current", "d");
  expect(app.store.current?.id).toBe("d");
});

test("the system's language is spoken until another is chosen", () => {
  const app = new FakeApp({}, appState({ systemLanguage: "es" }));
  expect(app.store.locale).toBe("es");
  app.emit("settings.changed", { ...app.store.settings, language: "en" });
  expect(app.store.locale).toBe("en");
});

test("a call that fails is told, unless it was cancelled", async () => {
  const app = new FakeApp();
  app.store.run(Promise.reject(new NitidoError("DISK_FULL", { file: "a" })));
  app.store.run(Promise.reject(new NitidoError("CANCELLED")));
  await Promise.resolve();
  await Promise.resolve();
  expect(app.store.troubles.map(({ error }) => error.code)).toEqual([
    "DISK_FULL",
  ]);
});

test("everything is asked for again after a broken connection", async () => {
  const later = appState({ images: [imageItem("z")], current: "z" });
  const app = new FakeApp({ "app.state": () => later });
  await app.store.refresh();
  expect(app.store.current?.id).toBe("z");
});
