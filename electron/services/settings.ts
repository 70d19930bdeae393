/** The namespace `settings`: what the user prefers, kept over restarts. */
import { join } from "node:path";
import type { Handlers } from "../contract/router.ts";
import * as schema from "../contract/schemas.ts";
import type { Settings } from "../contract/values.ts";
import type { Emit } from "./events.ts";
import { type JsonStore, openKeptStore, type StoreLoss } from "./json-store.ts";
import { usualMemoryLimit } from "./memory-limit.ts";

export type SettingsHandlers = Pick<Handlers, "settings.set">;

export interface SettingsService {
  readonly handlers: SettingsHandlers;
  readonly current: () => Settings;
  readonly saved: () => Promise<void>;
}

const DENOISE = {
  model: "auto",
  noise: "auto",
  strength: 100,
  luma: 100,
  chroma: 100,
  detail: 0,
} as const;

/** `megabytes`: of the machine's memory, a quarter of which may be taken. */
export function initialSettings(megabytes: number): Settings {
  return {
    language: "system",
    theme: "system",
    device: "auto",
    memoryLimit: usualMemoryLimit(megabytes),
    models: { white: "fast-awgn", correlated: "fast-photo" },
    save: {
      folder: null,
      name: "{name}-denoised",
      format: "keep",
      bitDepth: "keep",
      quality: 92,
      metadata: "keep",
      existing: "number",
    },
    defaults: DENOISE,
    presets: [],
  };
}

/** `told` hears what of the file could not be read. */
export async function openSettings(
  dataFolder: string,
  megabytes: number,
  emit: Emit,
  told: (loss: StoreLoss) => void = () => undefined,
): Promise<SettingsService> {
  const store: JsonStore<Settings> = await openKeptStore(
    join(dataFolder, "settings.json"),
    schema.settings,
    initialSettings(megabytes),
    told,
  );
  return {
    handlers: {
      "settings.set": ({ settings }) => {
        const given = Object.entries(settings).filter(
          ([, value]) => value !== undefined,
        );
        const next: Settings = {
          ...store.value,
          ...Object.fromEntries(given),
        };
        store.set(next);
        emit("settings.changed", next);
        return next;
      },
    },
    current: () => store.value,
    saved: () => store.saved(),
  };
}
