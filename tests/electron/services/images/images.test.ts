/** The film strip and the open image, over an engine in memory. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { ImageItem } from "../../../../electron/contract/values.ts";
import { createEventHub } from "../../../../electron/services/events.ts";
import {
  createImages,
  type ImagesService,
} from "../../../../electron/services/images/images.ts";
import { createMeasuring } from "../../../../electron/services/images/measuring.ts";
import { createPreview } from "../../../../electron/services/images/preview.ts";
import {
  openStrip,
  type Strip,
} from "../../../../electron/services/images/strip.ts";
import { openSuspects } from "../../../../electron/services/images/suspects.ts";
import { initialSettings } from "../../../../electron/services/settings.ts";
import {
  createFakeEngine,
  type FakeEngine,
} from "../../../support/fake-engine.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const root = temporaryFolder();
const photographs = join(root, "photographs");
mkdirSync(join(photographs, "inside"), { recursive: true });
for (const name of ["a.png", "b.png", join("inside", "c.png"), "damaged.png"])
  writeFileSync(join(photographs, name), "");
const file = (name: string) => join(photographs, name);

let fake: FakeEngine;
let strip: Strip;
let images: ImagesService;
let events: string[];
let runs = 0;

async function start(dataFolder: string): Promise<void> {
  fake = createFakeEngine();
  const hub = createEventHub();
  events = [];
  hub.subscribe(({ name }) => events.push(name));
  strip = await openStrip(dataFolder, hub.emit);
  const settings = () => initialSettings(8000);
  const suspects = await openSuspects(dataFolder);
  const shared = { engine: fake.engine, strip, suspects, settings };
  const preview = createPreview({ ...shared, emit: hub.emit });
  const abilities = { host: "browser" } as const;
  const measuring = createMeasuring({
    ...{ ...shared, busy: preview.busy, scratch: dataFolder },
  });
  images = createImages({
    ...{ ...shared, preview, measuring, abilities },
    samples: photographs,
  });
}

beforeEach(() => start(join(root, String(++runs))));

const item = (name: string): ImageItem =>
  strip.items().find((image) => image.name === name)!;
const state = (name: string) => item(name).state;

test("noise that is being put on an image holds up no other", async () => {
  await images.addPaths([file("a.png"), file("b.png")]);
  const { id } = item("a.png");
  const noise = { kind: "white", level: 20, seed: 1 } as const;
  await images.handlers["images.addNoise"]({ id, noise });
  await expect.poll(() => fake.calls).toContain(`addNoise:${id}`);
  await images.handlers["images.open"]({ id: item("b.png").id });
  expect(state("a.png")).toBe("waiting");
  await expect.poll(() => state("b.png")).toBe("denoising");
});

test("an image that is still being opened is given up for another one", async () => {
  const slow = join(root, "slow.png");
  writeFileSync(slow, "");
  await images.addPaths([slow, file("b.png")]);
  await expect.poll(() => state("slow.png")).toBe("opening");
  await images.handlers["images.set"]({
    ids: [item("slow.png").id],
    settings: { noise: 9 },
  });
  expect(fake.calls.filter((call) => call.includes("slow"))).toHaveLength(1);
  await images.handlers["images.open"]({ id: item("b.png").id });
  await expect.poll(() => state("b.png")).toBe("denoising");
  expect(state("slow.png")).toBe("waiting");
});

describe("adding", () => {
  test("takes files and folders with all inside, and opens the first", async () => {
    const { added, refused } = await images.addPaths([photographs]);
    expect(added).toHaveLength(4);
    expect(refused).toEqual([]);
    expect(strip.items().map(({ name }) => name)).toEqual([
      "a.png",
      "b.png",
      "damaged.png",
      "c.png",
    ]);
    expect(strip.current).toBe(item("a.png").id);
    expect(strip.get(item("c.png").id).folder).toBe(
      join("photographs", "inside"),
    );
    await expect.poll(() => state("a.png")).toBe("denoising");
  });

  test("opens what was asked for, also when it is there already", async () => {
    await images.addPaths([file("a.png"), file("b.png")]);
    await images.addPaths([file("b.png")]);
    expect(strip.current).toBe(item("b.png").id);
    const sent = { name: "c", file: file("c"), folder: "", own: true };
    await images.addNewcomers([sent]);
    expect(strip.current).toBe(item("b.png").id);
  });

  test("says when there is nothing to take", async () => {
    const empty = join(root, "empty");
    mkdirSync(empty);
    const { refused } = await images.addPaths([empty]);
    expect(refused).toMatchObject([
      { code: "NO_IMAGES", details: { file: empty } },
    ]);
  });

  test("takes nothing twice", async () => {
    const first = await images.addPaths([file("a.png")]);
    const again = await images.addPaths([file("a.png"), file("b.png")]);
    expect(again.added[0]).toBe(first.added[0]);
    expect(strip.items()).toHaveLength(2);
  });

  test("names what is not there, and takes the rest", async () => {
    const { added, refused } = await images.addPaths([
      file("none.png"),
      file("b.png"),
    ]);
    expect(added).toHaveLength(1);
    expect(refused).toMatchObject([{ code: "FILE_NOT_FOUND" }]);
  });
});

describe("images that wait", () => {
  test("are measured when the open one is done", async () => {
    await images.addPaths([file("a.png"), file("b.png"), file("damaged.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    expect(item("b.png").facts).toBeUndefined();
    fake.previews[0]!.finish();
    await expect.poll(() => item("b.png").facts?.width).toBe(100);
    expect(state("b.png")).toBe("waiting");
    await expect.poll(() => state("damaged.png")).toBe("failed");
  });
});

describe("the open image", () => {
  test("is computed for the newest of several quick wishes only", async () => {
    await images.addPaths([file("a.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    const { id } = item("a.png");
    for (const noise of [10, 20, 30])
      void images.handlers["images.set"]({ ids: [id], settings: { noise } });
    await expect.poll(() => fake.previews).toHaveLength(2);
    expect(item("a.png").settings.noise).toBe(30);
    expect(state("a.png")).toBe("denoising");
  });

  test("is opened again when the engine has closed it to make room", async () => {
    await images.addPaths([file("a.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    const { id } = item("a.png");
    fake.forget(id);
    await images.handlers["images.set"]({ ids: [id], settings: { noise: 9 } });
    await expect.poll(() => fake.previews).toHaveLength(2);
    expect(fake.calls.filter((call) => call.startsWith("open"))).toHaveLength(
      2,
    );
  });

  test("is denoised with the default model of its noise, and done at the end", async () => {
    await images.addPaths([file("a.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    expect(fake.previews[0]!.model).toBe("fast-photo");
    const before = item("a.png").revision;
    fake.previews[0]!.report(0.5);
    expect(item("a.png")).toMatchObject({ fraction: 0.5, state: "denoising" });
    expect(item("a.png").revision).toBeGreaterThan(before);
    expect(events.at(-1)).toBe("preview.progress");
    fake.previews[0]!.finish();
    await expect.poll(() => state("a.png")).toBe("done");
  });

  test("stops when another one is opened", async () => {
    await images.addPaths([file("a.png"), file("b.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    await images.handlers["images.open"]({ id: item("b.png").id });
    await expect.poll(() => fake.previews).toHaveLength(2);
    expect(state("a.png")).toBe("waiting");
    expect(state("b.png")).toBe("denoising");
  });

  test("is computed again for another model, and not for a slider", async () => {
    await images.addPaths([file("a.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    const { id } = item("a.png");
    const set = (settings: object) =>
      images.handlers["images.set"]({ ids: [id], settings });
    await set({ strength: 30 });
    expect(item("a.png").settings.strength).toBe(30);
    expect(fake.previews).toHaveLength(1);
    await set({ model: "fast-awgn" });
    await expect.poll(() => fake.previews).toHaveLength(2);
    expect(fake.previews[1]!.model).toBe("fast-awgn");
    expect(item("a.png").settings.strength).toBe(30);
  });

  test("tells what is wrong with its file", async () => {
    await images.addPaths([file("damaged.png")]);
    await expect.poll(() => state("damaged.png")).toBe("failed");
    expect(item("damaged.png").error).toMatchObject({
      code: "FILE_DAMAGED",
      details: { file: file("damaged.png") },
    });
    expect(item("damaged.png").error).not.toHaveProperty("stack");
  });

  test("goes on in a fresh engine after a crash", async () => {
    await images.addPaths([file("a.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    fake.crash();
    await expect.poll(() => fake.previews).toHaveLength(2);
    expect(events).toContain("engine.restarted");
    fake.previews[1]!.finish();
    await expect.poll(() => state("a.png")).toBe("done");
  });

  test("fails when the engine crashes over it again", async () => {
    await images.addPaths([file("a.png")]);
    await expect.poll(() => fake.previews).toHaveLength(1);
    fake.crash();
    await expect.poll(() => fake.previews).toHaveLength(2);
    fake.crash();
    await expect.poll(() => state("a.png")).toBe("failed");
    expect(item("a.png").error?.code).toBe("ENGINE_CRASHED");
  });

  test("is followed by its neighbour when it is removed", async () => {
    await images.addPaths([file("a.png"), file("b.png")]);
    await images.handlers["images.remove"]({ ids: [item("a.png").id] });
    expect(strip.current).toBe(item("b.png").id);
    await images.handlers["images.remove"]({ ids: [item("b.png").id] });
    expect(strip.current).toBeNull();
    expect(strip.items()).toEqual([]);
  });
});

test("what was removed meanwhile is named as such", async () => {
  await expect(
    images.handlers["images.open"]({ id: "gone" }),
  ).rejects.toMatchObject({ code: "IMAGE_NOT_OPEN" });
});

test("a restart brings back the strip, its settings and the open image", async () => {
  const folder = join(root, "restart");
  await start(folder);
  await images.addPaths([file("a.png"), file("b.png")]);
  const { id } = item("b.png");
  await images.handlers["images.open"]({ id });
  await images.handlers["images.set"]({ ids: [id], settings: { luma: 40 } });
  await strip.saved();
  await start(folder);
  expect(strip.items().map(({ name }) => name)).toEqual(["a.png", "b.png"]);
  expect(strip.current).toBe(id);
  expect(item("b.png").settings.luma).toBe(40);
  expect(state("b.png")).toBe("waiting");
});
