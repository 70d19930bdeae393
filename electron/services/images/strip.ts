/** The film strip: which images there are, in which order, and what is known of each; kept over restarts. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { NitidoError } from "../../../models/errors.ts";
import * as schema from "../../contract/schemas.ts";
import type {
  DenoiseSettings,
  ImageId,
  ImageItem,
} from "../../contract/values.ts";
import type { Emit } from "../events.ts";
import { openKeptStore, type StoreLoss } from "../json-store.ts";

/** An image with what only the services need to know. */
export interface StripEntry {
  readonly item: ImageItem;
  /** Where its bytes are; for what came without a path a copy in the data folder. */
  readonly file: string;
  /** The folders it was found in below the one that was added, to rebuild the tree when saving. */
  readonly folder: string;
  /** Whether `file` is the app's own copy. */
  readonly own: boolean;
}

export interface Newcomer {
  readonly name: string;
  readonly file: string;
  readonly folder: string;
  readonly own: boolean;
}

const Saved = v.object({
  current: v.nullable(schema.id),
  images: v.array(
    v.object({
      id: schema.id,
      name: v.string(),
      file: v.string(),
      folder: v.string(),
      own: v.boolean(),
      settings: schema.denoiseSettings,
    }),
  ),
});

export type Strip = Awaited<ReturnType<typeof openStrip>>;

/** `told` hears what of the file could not be read. */
export async function openStrip(
  dataFolder: string,
  emit: Emit,
  told: (loss: StoreLoss) => void = () => undefined,
) {
  const store = await openKeptStore(
    join(dataFolder, "session.json"),
    Saved,
    { current: null, images: [] },
    told,
  );
  const entries = new Map<ImageId, StripEntry>();
  for (const { id, settings, ...place } of store.value.images)
    entries.set(id, newEntry(id, place, settings));
  let current = store.value.current;
  if (current !== null && !entries.has(current)) current = null;

  const save = (): void => {
    const images = [...entries.values()].map(
      ({ item: { id, name, settings }, file, folder, own }) => ({
        ...{ id, name, file, folder, own },
        settings,
      }),
    );
    store.set({ current, images });
  };

  return {
    get current() {
      return current;
    },
    items: (): ImageItem[] => [...entries.values()].map(({ item }) => item),
    entries: (): StripEntry[] => [...entries.values()],
    find: (id: ImageId): StripEntry | undefined => entries.get(id),

    /** Throws IMAGE_NOT_OPEN when there is no such image: it was removed meanwhile. */
    get(id: ImageId): StripEntry {
      const entry = entries.get(id);
      if (!entry) throw new NitidoError("IMAGE_NOT_OPEN", { image: id });
      return entry;
    },

    /** Adds images, and returns all that were asked for: a file that is there already is not added twice. */
    add(
      newcomers: readonly Newcomer[],
      settings: DenoiseSettings,
    ): StripEntry[] {
      const known = new Map(
        [...entries.values()].map((entry) => [entry.file, entry]),
      );
      const asked = newcomers.map((newcomer) => {
        const id = randomBytes(9).toString("base64url");
        return known.get(newcomer.file) ?? newEntry(id, newcomer, settings);
      });
      const added = asked.filter(({ item }) => !entries.has(item.id));
      for (const entry of added) entries.set(entry.item.id, entry);
      if (added.length > 0)
        emit(
          "images.changed",
          added.map(({ item }) => item),
        );
      save();
      return asked;
    },

    /** Changes what is known of an image; does nothing when it was removed meanwhile. */
    update(id: ImageId, change: Partial<ImageItem>): void {
      const entry = entries.get(id);
      if (!entry) return;
      const item = { ...entry.item, ...change };
      entries.set(id, { ...entry, item });
      emit("images.changed", [item]);
      if (change.settings) save();
    },

    remove(ids: readonly ImageId[]): void {
      for (const id of ids) entries.delete(id);
      emit("images.removed", ids);
      save();
    },

    open(id: ImageId | null): void {
      if (current === id) return;
      current = id;
      emit("images.current", id);
      save();
    },

    saved: () => store.saved(),
  };
}

function newEntry(
  id: ImageId,
  { name, file, folder, own }: Newcomer,
  settings: DenoiseSettings,
): StripEntry {
  const item: ImageItem = {
    id,
    name,
    path: own ? null : file,
    state: "waiting",
    fraction: 0,
    settings,
    revision: 0,
  };
  return { item, file, folder, own };
}
