/** What is asked before saving. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NitidoError } from "../../../../models/errors.ts";
import {
  SaveForm,
  shownName,
} from "../../../../renderer/src/screens/denoise/save-form.svelte.ts";
import { appState, FakeApp, imageItem } from "../../support/fake-app.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = () => vi.advanceTimersByTimeAsync(1000);

const named = ({ ids }: { ids: string[] }) =>
  ids.map((id) => ({ id, output: `/out/${id}.jpg` }));

test("names are shown at once, and again after the last keystroke", async () => {
  const app = new FakeApp({ "save.names": named });
  const form = new SaveForm(app.store, ["a", "b"]);
  await settle();
  expect(form.names?.map(({ output }) => output)).toEqual([
    "/out/a.jpg",
    "/out/b.jpg",
  ]);
  for (const name of ["x", "xy", "xyz"]) form.set({ name });
  await settle();
  const asked = app.parametersOf("save.names") as { rules: { name: string } }[];
  expect(asked.at(-1)?.rules.name).toBe("xyz");
  expect(form.ready).toBe(true);
});

test("a wrong template is refused with its reason", async () => {
  const app = new FakeApp({
    "save.names": () => {
      throw new NitidoError("USAGE", { kind: "fileName", value: "a/b" });
    },
  });
  const form = new SaveForm(app.store, ["a"]);
  await settle();
  expect(form.refusal?.code).toBe("USAGE");
  expect(form.ready).toBe(false);
});

test("nothing can be started when nothing could be written", async () => {
  const error = { code: "OUTPUT_IS_INPUT", message: "", details: {} } as const;
  const app = new FakeApp({
    "save.names": () => [{ id: "a", output: null, error }],
  });
  const form = new SaveForm(app.store, ["a"]);
  await settle();
  expect([form.failures, form.ready]).toEqual([1, false]);
});

test("what it takes is asked again with the rules, and what the disk lacks is told", async () => {
  const estimate = { images: 2, megapixels: 24, seconds: 5, bytes: 3e9 };
  const app = new FakeApp({
    "save.names": named,
    "save.estimate": ({ rules }: { rules: { format: string } }) =>
      rules.format === "jpeg"
        ? { ...estimate, bytes: 1e9, free: 2e9 }
        : { ...estimate, free: 2e9 },
  });
  const form = new SaveForm(app.store, ["a", "b"]);
  expect(form.missing).toBe(0);
  await settle();
  expect(form.missing).toBe(1e9);
  form.set({ format: "jpeg" });
  await settle();
  expect([form.estimate?.bytes, form.missing]).toEqual([1e9, 0]);
});

test("starting saves by these rules and remembers them", async () => {
  const app = new FakeApp({ "save.names": named, "save.start": () => "job" });
  const form = new SaveForm(app.store, ["a"]);
  form.setFolder("/results");
  await settle();
  expect(await form.start()).toBe(true);
  const rules = { ...app.store.settings.save, folder: "/results" };
  expect(app.parametersOf("save.start")).toEqual([{ ids: ["a"], rules }]);
  expect(app.parametersOf("settings.set")).toEqual([
    { settings: { save: rules } },
  ]);
});

test("a folder is offered, and is the first choice where there is no original to lie beside", () => {
  const images = [imageItem("a"), imageItem("pasted", { path: null })];
  const app = new FakeApp({}, appState({ images }));
  const form = new SaveForm(app.store, ["a"]);
  expect(form.rules.folder).toBeNull();
  form.setBeside(false);
  expect(form.rules.folder).toBe("/home/ana/Nitido");
  expect(new SaveForm(app.store, ["a", "pasted"]).rules.folder).toBe(
    "/home/ana/Nitido",
  );
});

test("nothing can be started while the folder is being typed", async () => {
  const app = new FakeApp({ "save.names": named });
  const form = new SaveForm(app.store, ["a"]);
  await settle();
  form.setFolder("");
  await settle();
  expect(form.ready).toBe(false);
});

test.each([
  ["/out/trip/day 1/a.png", "/out/", "trip/day 1/a.png"],
  ["C:\\out\\trip\\a.png", "C:\\out", "trip\\a.png"],
  ["/output/a.png", "/out", "a.png"],
  ["/photos/a.png", null, "a.png"],
  ["/a.png", "/", "a.png"],
])("%s, saved in %s, is shown as %s", (output, folder, name) => {
  expect(shownName(output, folder)).toBe(name);
});
