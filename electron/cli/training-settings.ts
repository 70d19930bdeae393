/** The options of `nitido train` for those who know how networks learn; each is one setting of the recipe. */
import type { Command } from "commander";
import {
  SETTING_NAMES,
  SETTING_RANGES,
  type SettingName,
  type TrainingSettings,
} from "../../models/training/settings.ts";
import type { Messages } from "../messages/messages.ts";
import { multipleOf, scientific, whole } from "./options.ts";

const FLAGS: Readonly<Record<SettingName, string>> = {
  batch: "--batch <patches>",
  patch: "--patch <pixels>",
  learningRate: "--learning-rate <rate>",
  averageDecay: "--average-decay <share>",
  warmUp: "--warm-up <steps>",
  psnrFrom: "--psnr-from <share>",
  weightDecay: "--weight-decay <rate>",
};

export function addTrainingSettings(
  command: Command,
  { text }: Messages,
): Command {
  for (const name of SETTING_NAMES) {
    const { multiple, ...range } = SETTING_RANGES[name];
    const [flags, about] = [FLAGS[name], text(`train.${name}`)];
    command.addOption(
      multiple === undefined
        ? scientific(flags, about, range)
        : multiple === 1
          ? whole(flags, about, range)
          : multipleOf(multiple, flags, about, range),
    );
  }
  return command;
}

/** Those of the options that were given. */
export function settingsOf(options: TrainingSettings): TrainingSettings {
  return Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const value = options[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
