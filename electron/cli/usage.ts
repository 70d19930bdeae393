/** What Commander says about the command line, in our words: help texts, and usage errors with a code. */
import type { CommanderError, HelpConfiguration, Option } from "commander";
import { type ErrorDetails, NitidoError } from "../../models/errors.ts";
import type { MessageKey, Messages } from "../messages/messages.ts";

const KINDS: Readonly<Record<string, string>> = {
  "commander.missingArgument": "missingArgument",
  "commander.optionMissingArgument": "missingValue",
  "commander.missingMandatoryOptionValue": "missingOption",
  "commander.conflictingOption": "conflict",
  "commander.unknownOption": "unknownOption",
  "commander.unknownCommand": "unknownCommand",
  "commander.excessArguments": "excess",
};

/** Commander's complaint as a USAGE error: what it quotes are the option's name and perhaps another's. */
export function usageError(error: CommanderError): NitidoError {
  const kind = KINDS[error.code];
  if (kind === undefined) return new NitidoError("USAGE");
  const [option, other] = [...error.message.matchAll(/'([^']+)'/g)].map(
    ([, quoted]) => quoted,
  );
  const suggestion = /\(Did you mean (?:one of )?(.+)\?\)/.exec(error.message);
  const details: ErrorDetails = {
    kind,
    ...(option === undefined ? {} : { option }),
    ...(other === undefined ? {} : { other }),
    ...(suggestion === null ? {} : { suggestion: suggestion[1]! }),
  };
  return new NitidoError("USAGE", details);
}

const TITLES: Readonly<Record<string, MessageKey>> = {
  "Usage:": "help.usage",
  "Arguments:": "help.arguments",
  "Options:": "help.options",
  "Commands:": "help.commands",
  "Global Options:": "help.globalOptions",
};

/** How help looks, in the language of `messages`. */
export function helpConfiguration({ text }: Messages): HelpConfiguration {
  /** What may be given and what holds otherwise, in brackets. */
  const remarks = (option: Option): string => {
    const { argChoices, defaultValue } = option as {
      argChoices?: string[];
      defaultValue?: string | number | false;
    };
    const parts = [
      ...(argChoices === undefined
        ? []
        : [text("help.choices", { choices: argChoices.join(", ") })]),
      ...(defaultValue === undefined || defaultValue === false
        ? []
        : [text("help.default", { value: defaultValue })]),
    ];
    return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
  };
  return {
    showGlobalOptions: true,
    styleTitle: (title) => {
      const key = TITLES[title];
      return key === undefined ? title : text(key);
    },
    styleUsage: (usage) =>
      usage
        .replace("[options]", text("help.anyOptions"))
        .replace("[command]", text("help.anyCommand")),
    optionDescription: (option) => option.description + remarks(option),
    subcommandTerm: (command) => command.name(),
  };
}
