/** Settings that the person has given a name to. */
import type {
  DenoiseSettings,
  Preset,
} from "../../../electron/contract/values.ts";

/** With the settings under that name, which replace those that had it; in the order of the names. */
export function withPreset(
  presets: readonly Preset[],
  name: string,
  settings: DenoiseSettings,
): readonly Preset[] {
  return [...withoutPreset(presets, name), { name, settings }].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
}

export function withoutPreset(
  presets: readonly Preset[],
  name: string,
): readonly Preset[] {
  return presets.filter((preset) => preset.name !== name);
}
