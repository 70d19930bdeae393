/** The namespace `models`: the list, and import, measuring, export and removal of the user's own. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NitidoError } from "../../models/errors.ts";
import { completed } from "../../models/inference/adapter.ts";
import type { Handlers } from "../contract/router.ts";
import type { ModelItem } from "../contract/values.ts";
import type { Card } from "../engine/networks/card.ts";
import { requireModelSize } from "../engine/networks/limits.ts";
import { ensureFolder } from "../files/safe-write.ts";
import type { MeasureModelResult, ModelReport } from "./api-models.ts";
import type { DeviceWish, Engine } from "./api.ts";
import { itemOf } from "./models/item.ts";
import { createMeasurements } from "./models/measurements.ts";
import {
  bytesOf,
  cardOf,
  copyModel,
  exportModel,
  removeModel,
  sha256Of,
  writeCard,
} from "./models/model-files.ts";
import { freeName, requireFreeName } from "./models/names.ts";

/** All but `models.choose`, which is a dialog of the host. */
export type ModelsHandlers = Pick<
  Handlers,
  | "models.inspect"
  | "models.import"
  | "models.measure"
  | "models.export"
  | "models.remove"
>;

export interface ModelsPorts {
  readonly engine: Pick<Engine, "models" | "inspectModel" | "measureModel">;
  /** Where the engine looks for the user's own models: `modelsFolder()`. */
  readonly folder: string;
  /** The device in use, for measuring. */
  readonly device: () => DeviceWish;
  readonly emit: (name: "models.changed", models: readonly ModelItem[]) => void;
}

export interface Models {
  readonly handlers: ModelsHandlers;
  readonly list: () => Promise<readonly ModelItem[]>;
  /** The same as it was known last, where the engine does not answer at once; what it says later is told as a change. */
  readonly soon: () => Promise<readonly ModelItem[]>;
}

/** Milliseconds for which the rest of the app waits for the engine's list. */
const PATIENCE = 2000;

export function createModels({
  engine,
  folder,
  device,
  emit,
}: ModelsPorts): Models {
  const measurements = createMeasurements(folder);

  const reports = async (): Promise<readonly ModelReport[]> =>
    (await engine.models({ model: null })).models;

  let known: readonly ModelItem[] = [];
  const list = async (): Promise<readonly ModelItem[]> => {
    const [all, measured] = [await reports(), await measurements.read()];
    known = all.map((report) =>
      itemOf(report, measured[report.name], device()),
    );
    return known;
  };

  const soon = async (): Promise<readonly ModelItem[]> => {
    const asked = list();
    const late = sleep(PATIENCE, null, { ref: false });
    const found = await Promise.race([asked, late]).catch(() => null);
    if (found) return found;
    void asked.then((all) => emit("models.changed", all)).catch(() => null);
    return known;
  };

  const find = async (name: string): Promise<ModelReport> => {
    const all = await reports();
    const known = all.map((each) => each.name);
    const report = all.find((each) => each.name === name);
    if (report) return report;
    throw new NitidoError("MODEL_UNKNOWN", {
      model: name,
      known: known.join(", "),
    });
  };

  /** Tells everybody, and returns the one that changed. */
  const changed = async (name: string): Promise<ModelItem> => {
    const all = await list();
    emit("models.changed", all);
    const item = all.find((each) => each.name === name);
    if (!item) throw new NitidoError("MODEL_UNKNOWN", { model: name });
    return item;
  };

  const measure = async (
    name: string,
    sha256: string,
  ): Promise<MeasureModelResult> => {
    const wish = device();
    const result = await engine.measureModel({ model: name, device: wish });
    const { integrity, mpxPerSecond } = result;
    await measurements.keep(name, {
      sha256,
      device: wish,
      mpxPerSecond,
      integrity,
    });
    return result;
  };

  const handlers: ModelsHandlers = {
    async "models.inspect"({ path }) {
      const { adapter, name } = await engine.inspectModel({ path });
      const taken = (await reports()).map((each) => each.name);
      return { adapter, name: freeName(name, taken) };
    },

    async "models.import"({ path, name, adapter }) {
      requireFreeName(
        name,
        (await reports()).map((each) => each.name),
      );
      const complete = completed(adapter);
      if (!complete) throw new NitidoError("USAGE", { kind: "adapter" });
      requireModelSize(await bytesOf(path), path);
      const sha256 = await sha256Of(path);
      const given = await cardOf(path, sha256);
      await ensureFolder(folder);
      const file = join(folder, `${name}.onnx`);
      await copyModel(path, file, sha256);
      const card: Card = {
        ...given,
        name,
        sha256,
        // A card that names one of Nítido's architectures was written by its training.
        origin: given?.network ? "trained" : "imported",
        adapter: complete,
      };
      try {
        await writeCard(file, card);
        const { integrity, parameters } = await measure(name, sha256);
        await writeCard(file, { ...card, parameters, integrity });
      } catch (error) {
        await removeModel(file);
        throw error;
      }
      return changed(name);
    },

    async "models.measure"({ name }) {
      const { file } = await find(name);
      await measure(name, await sha256Of(file));
      return changed(name);
    },

    async "models.export"({ name, folder: target }) {
      return exportModel((await find(name)).file, target);
    },

    async "models.remove"({ name }) {
      const { file, origin } = await find(name);
      if (origin === "shipped")
        throw new NitidoError("USAGE", { kind: "shippedModel", model: name });
      await removeModel(file);
      await measurements.keep(name, null);
      emit("models.changed", await list());
      return null;
    },
  };

  return { handlers, list, soon };
}
