/** The namespace `models` with the real engine: import, badge, restart, use, export, removal. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ModelItem } from "../../../electron/contract/values.ts";
import { startEngine } from "../../../electron/engine/client.ts";
import { modelsFolder } from "../../../electron/files/data-folder.ts";
import { createModels } from "../../../electron/services/models.ts";
import { failures } from "../../../models/inference/integrity.ts";
import {
  type ForeignModel,
  foreignModel,
} from "../../support/foreign-models.ts";
import { randomImage, pixelsOf, saved } from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const at = (...names: string[]): string => join(root, ...names);
const environment = { ...process.env, NITIDO_DATA: at("data") };
const folder = modelsFolder(environment);
const engine = startEngine({ environment });
afterAll(() => engine.stop());

const heard: (readonly ModelItem[])[] = [];
const ports = {
  engine,
  folder,
  device: () => "cpu" as const,
  emit: (_name: "models.changed", models: readonly ModelItem[]) => {
    heard.push(models);
  },
};
const { handlers, list } = createModels(ports);

const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(at(`${name}.onnx`), bytes);
  return at(`${name}.onnx`);
};

/** From the file to the list, as the interface does it. */
async function imported(model: ForeignModel): Promise<ModelItem> {
  const path = file(model, foreignModel(model));
  const inspected = await handlers["models.inspect"]({ path });
  return handlers["models.import"]({ path, ...inspected });
}

describe("an imported model", () => {
  test("is listed with its badge, after a restart as well", async () => {
    const item = await imported("map");
    expect(item).toMatchObject({
      name: "map",
      title: "map",
      origin: "imported",
      noiseInput: true,
      integrity: { monotonic: true },
    });
    expect(item.mpxPerSecond).toBeGreaterThan(0);
    expect(item.integrity?.gain).toBeGreaterThan(2);
    expect(heard.at(-1)).toContainEqual(item);
    expect(await createModels(ports).list()).toContainEqual(item);
    expect(readdirSync(folder).sort()).toEqual([
      ".measurements.json",
      "map.json",
      "map.onnx",
    ]);
  });

  test("denoises photographs by its name", async () => {
    const input = await saved(
      pixelsOf(randomImage(90, 70, 3)).png(),
      at("photo.png"),
    );
    const { files } = await engine.denoise({
      inputs: [input],
      out: at("out"),
      recursive: false,
      model: "map",
      noise: 25,
      strength: 100,
      luma: 100,
      chroma: 100,
      detail: 0,
      device: "cpu",
      format: "keep",
      bitDepth: "keep",
      quality: 92,
      name: "{name}-{model}",
      existing: "fail",
    });
    expect(files).toMatchObject([
      { status: "done", output: at("out", "photo-map.png") },
    ]);
  });

  test.each<[ForeignModel, readonly string[]]>([
    ["stride", ["identity"]],
    ["grey", ["identity"]],
    ["fixed", ["identity"]],
    ["brighter", ["identity", "meanShift"]],
  ])("%s fails: %s", async (model, expected) => {
    const { integrity } = await imported(model);
    expect(integrity?.passed).toBe(false);
    expect(failures(integrity!)).toEqual(expected);
    expect(integrity!.seam).toBeLessThan(0.1);
  });

  test("of Nítido's own needs no adapter", async () => {
    const path = toyNetwork("identity", at("own.onnx"));
    const inspected = await handlers["models.inspect"]({ path });
    const item = await handlers["models.import"]({ path, ...inspected });
    expect(item.integrity).toMatchObject({
      identity: 100,
      seam: 0,
      gain: expect.closeTo(0, 3) as number,
    });
  });

  test("is exported with its card, and never over another file", async () => {
    const call = { name: "map", folder: at("exported") };
    const [first, second] = [
      await handlers["models.export"](call),
      await handlers["models.export"](call),
    ];
    expect(first).toBe(at("exported", "map.onnx"));
    expect(second).toBe(at("exported", "map-2.onnx"));
    expect(readFileSync(first)).toEqual(Buffer.from(foreignModel("map")));
    expect(existsSync(at("exported", "map-2.json"))).toBe(true);
  });

  test("keeps what its card says of its training", async () => {
    const card = JSON.parse(
      readFileSync(at("exported", "map.json"), "utf8"),
    ) as object;
    writeFileSync(
      at("exported", "map.json"),
      JSON.stringify({ ...card, licence: "CC0-1.0", title: "Soft" }),
    );
    const path = at("exported", "map.onnx");
    const { adapter, name } = await handlers["models.inspect"]({ path });
    expect(name).toBe("map-2");
    expect(
      await handlers["models.import"]({ path, name, adapter }),
    ).toMatchObject({ name, licence: "CC0-1.0", title: "Soft" });
  });

  test("can be removed, a shipped one cannot", async () => {
    expect(await handlers["models.remove"]({ name: "map" })).toBeNull();
    expect(existsSync(join(folder, "map.onnx"))).toBe(false);
    expect((await list()).map(({ name }) => name)).not.toContain("map");
    await expect(
      handlers["models.remove"]({ name: "fast-photo" }),
    ).rejects.toMatchObject({ code: "USAGE" });
    await expect(
      handlers["models.remove"]({ name: "map" }),
    ).rejects.toMatchObject({ code: "MODEL_UNKNOWN" });
  });
});

describe("an import is refused", () => {
  const path = file("unit", foreignModel("unit"));
  const plain = {
    channels: 3,
    range: 1,
    noise: { kind: "none" },
    multiple: 1,
    margin: 1,
    output: "image",
  } as const;

  test.each(["Fast-Photo", "GREY"])("under the taken name %s", async (name) => {
    await expect(
      handlers["models.import"]({ path, name, adapter: plain }),
    ).rejects.toMatchObject({ code: "MODEL_EXISTS", details: { model: name } });
  });

  test.each(["../evil", "a/b", "auto", ".hidden", "x.onnx", "CON"])(
    "under the impossible name %s",
    async (name) => {
      await expect(
        handlers["models.import"]({ path, name, adapter: plain }),
      ).rejects.toMatchObject({
        code: "USAGE",
        details: { kind: "modelName", value: name },
      });
    },
  );

  test("with an open question", async () => {
    const adapter = { ...plain, output: null };
    await expect(
      handlers["models.import"]({ path, name: "open", adapter }),
    ).rejects.toMatchObject({ code: "USAGE", details: { kind: "adapter" } });
  });

  test("with an adapter that does not fit, and nothing stays behind", async () => {
    const adapter = { ...plain, channels: 1 } as const;
    await expect(
      handlers["models.import"]({ path, name: "wrong", adapter }),
    ).rejects.toMatchObject({ code: "MODEL_UNSUITABLE" });
    expect(readdirSync(folder).filter((name) => /wrong/.test(name))).toEqual(
      [],
    );
  });

  test("of what is not there", async () => {
    const missing = at("missing.onnx");
    await expect(
      handlers["models.import"]({ path: missing, name: "m", adapter: plain }),
    ).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});

test("shipped models are measured without touching their files", async () => {
  const item = await handlers["models.measure"]({ name: "fast-awgn" });
  expect(item.integrity?.passed).toBe(true);
  expect(item.origin).toBe("shipped");
  expect(item.licence).toBe("Apache-2.0");
  expect(item.description).not.toBe("");
});

test("a damaged model of the user's hides no other", async () => {
  writeFileSync(join(folder, "broken.onnx"), "no model");
  writeFileSync(join(folder, "broken.json"), "{");
  const names = (await list()).map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(["fast-awgn", "broken", "grey"]),
  );
  await expect(
    handlers["models.measure"]({ name: "broken" }),
  ).rejects.toMatchObject({ code: "MODEL_DAMAGED" });
});
