/** The namespace `images`: the film strip, and the image that is open. */
import { basename, join, resolve } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import type { Handlers } from "../../contract/router.ts";
import type { ErrorData, ImageId, Settings } from "../../contract/values.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type { Engine } from "../api.ts";
import type { HostAbilities } from "../host.ts";
import { expandInputs } from "../inputs.ts";
import type { Measuring } from "./measuring.ts";
import type { Preview } from "./preview.ts";
import type { Newcomer, Strip } from "./strip.ts";

export type ImageHandlers = {
  readonly [
    Name in keyof Handlers as Name extends `images.${string}` ? Name : never
  ]: Handlers[Name];
};

export interface ImagePorts {
  readonly engine: Engine;
  readonly strip: Strip;
  readonly preview: Preview;
  readonly settings: () => Settings;
  readonly abilities: HostAbilities;
  readonly measuring: Measuring;
  /** The folder of the photographs to try things on. */
  readonly samples: string;
}

export interface ImagesService {
  readonly handlers: ImageHandlers;
  /**
   * Adds files and folders of the disk and opens the first, as was asked for by adding it; tells
   * what is missing, or that there was no image at all.
   */
  readonly addPaths: (paths: readonly string[]) => Promise<{
    readonly added: readonly ImageId[];
    readonly refused: readonly ErrorData[];
  }>;
  /** Adds images, and opens the first when none is open. */
  readonly addNewcomers: (
    newcomers: readonly Newcomer[],
  ) => Promise<readonly ImageId[]>;
  /** Measures an image anew, and follows that: its camera has another profile now. */
  readonly reopen: (id: ImageId) => Promise<void>;
}

export function createImages(ports: ImagePorts): ImagesService {
  const { engine, strip, preview, settings, abilities } = ports;

  const open = async (id: ImageId | null): Promise<void> => {
    if (id !== null) strip.get(id);
    if (strip.current !== id) preview.leave();
    strip.open(id);
    if (id === null) await preview.stop();
    else await preview.start(id);
  };

  /** Adds images and returns the ids of all that were asked for; opens the first one if wished. */
  const take = async (newcomers: readonly Newcomer[], show: boolean) => {
    const ids = strip
      .add(newcomers, settings().defaults)
      .map(({ item }) => item.id);
    for (const { file, own } of newcomers)
      if (!own) abilities.addRecent?.(file);
    const [first] = ids;
    if (show && first !== undefined && first !== strip.current)
      await open(first);
    ports.measuring.wake();
    return ids;
  };

  const addNewcomers: ImagesService["addNewcomers"] = (newcomers) =>
    take(newcomers, strip.current === null);

  const addPaths: ImagesService["addPaths"] = async (paths) => {
    const found = await expandInputs(
      paths.map((path) => resolve(path)),
      true,
    );
    const refused = found.flatMap(({ error }) => (error ? [error] : []));
    const [first] = paths;
    if (first !== undefined && found.length === 0)
      refused.push(new NitidoError("NO_IMAGES", { file: first }));
    const newcomers = found
      .filter(({ error }) => !error)
      .map(({ path: file, folder, root }) => ({
        ...{ name: basename(file), file, own: false },
        // Two folders that were added stay two.
        folder: root === undefined ? "" : join(basename(root), folder),
      }));
    return {
      added: await take(newcomers, true),
      refused: refused.map(plain),
    };
  };

  /** Whether the open image has to be computed anew for these settings. */
  const recomputes = (settings: { model?: unknown; noise?: unknown }) =>
    settings.model !== undefined || settings.noise !== undefined;

  const handlers: ImageHandlers = {
    "images.add": ({ paths }) => addPaths(paths),
    "images.choose": async () => {
      const paths = (await abilities.chooseFiles?.()) ?? [];
      if (paths.length > 0) await addPaths(paths);
      return null;
    },
    "images.addSamples": async () => {
      await addPaths([ports.samples]);
      return null;
    },
    "images.remove": async ({ ids }) => {
      const open_ = strip.current;
      if (open_ !== null && ids.includes(open_)) await open(next(ids));
      for (const id of ids) await preview.close(id);
      strip.remove(ids);
      return null;
    },
    "images.open": async ({ id }) => {
      await open(id);
      return null;
    },
    "images.look": async ({ id, view }) => {
      await preview.look(id, view);
      return null;
    },
    "images.stop": async ({ id }) => {
      if (strip.current === id) await preview.stop();
      return null;
    },
    "images.set": async ({ ids, settings }) => {
      const given = withoutUndefined(settings);
      for (const id of ids) {
        const entry = strip.find(id);
        if (!entry) continue;
        strip.update(id, { settings: { ...entry.item.settings, ...given } });
      }
      const { current } = strip;
      if (current !== null && ids.includes(current) && recomputes(given))
        await preview.start(current);
      return null;
    },
    "images.plots": ({ id }) =>
      preview.ask(id, () => engine.noisePlots({ id })),
    "images.hardPlaces": ({ id, edge }) =>
      preview.ask(id, () => engine.hardPlaces({ id, edge })),
    "images.addNoise": async ({ id, noise }) => {
      await preview.close(id);
      strip.update(id, { synthetic: noise });
      if (strip.current === id) await preview.start(id);
      return null;
    },
    "images.scores": ({ id }) => {
      const { synthetic, state, settings } = strip.get(id).item;
      if (!synthetic || state !== "done") return null;
      const { strength, luma, chroma, detail } = settings;
      const blend = { strength, luma, chroma, detail };
      return preview.ask(id, () => engine.scores({ id, blend }));
    },
  };

  /** The image to show when these are gone: the one after them, else the last. */
  function next(gone: readonly ImageId[]): ImageId | null {
    const items = strip.items();
    const at = items.findIndex(({ id }) => id === strip.current);
    const stays = ({ id }: { id: ImageId }) => !gone.includes(id);
    return (
      items.slice(at).find(stays) ??
      items.slice(0, at).reverse().find(stays) ?? { id: null }
    ).id;
  }

  const reopen: ImagesService["reopen"] = async (id) => {
    const { settings } = strip.get(id).item;
    await preview.close(id);
    strip.update(id, { settings: { ...settings, noise: "auto" } });
    if (strip.current === id) await preview.start(id);
  };

  return { handlers, addPaths, addNewcomers, reopen };
}

function withoutUndefined<Value extends object>(value: Value) {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as { [Key in keyof Value]?: Exclude<Value[Key], undefined> };
}

function plain(thrown: unknown): ErrorData {
  const { code, message, details } = toErrorData(thrown);
  return { code, message, details };
}
