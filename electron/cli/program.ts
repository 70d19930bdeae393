/** The whole command line as Commander knows it: the commands, and the options that all of them take. */
import { Command } from "commander";
import type { Locale } from "../messages/messages.ts";
import { analyzeCommand } from "./commands/analyze.ts";
import { benchCommand } from "./commands/bench.ts";
import { denoiseCommand } from "./commands/denoise.ts";
import { devicesCommand } from "./commands/devices.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { labCommand } from "./commands/lab/lab.ts";
import { modelsCommand } from "./commands/models.ts";
import { profilesCommand } from "./commands/profiles.ts";
import { trainCommand } from "./commands/train.ts";
import { watchCommand } from "./commands/watch.ts";
import { oneOf } from "./options.ts";
import type { Session } from "./session.ts";
import { helpConfiguration } from "./usage.ts";

const COMMANDS = [
  denoiseCommand,
  watchCommand,
  analyzeCommand,
  evaluateCommand,
  trainCommand,
  labCommand,
  modelsCommand,
  profilesCommand,
  devicesCommand,
  benchCommand,
];

const LANGUAGES: Readonly<Record<Locale, true>> = { en: true, es: true };

/** Of help that goes to a file or a pipe. */
const DEFAULT_WIDTH = 80;

/** Parsing throws: CommanderError for a wrong usage or shown help, NitidoError for the rest. */
export function createProgram(session: Session): Command {
  const { host, messages } = session;
  const { text } = messages;
  const program = new Command("nitido")
    .description(text("help.program"))
    .version(host.version, "-V, --version", text("help.version"))
    .option("--json", text("help.json"))
    .addOption(oneOf("--lang <language>", text("help.lang"), LANGUAGES))
    .helpOption("-h, --help", text("help.help"))
    .helpCommand("help [command]", text("help.helpCommand"))
    .configureHelp(helpConfiguration(messages))
    .configureOutput({
      writeOut: (words) => void host.stdout.write(words),
      writeErr: (words) => void host.stderr.write(words),
      getOutHelpWidth: () => host.stdout.columns ?? DEFAULT_WIDTH,
      getErrHelpWidth: () => host.stderr.columns ?? DEFAULT_WIDTH,
      // Whoever runs the program reports errors, in the user's language.
      outputError: () => undefined,
    })
    .exitOverride();
  for (const create of COMMANDS) {
    const command = create(session);
    inherit(command, program);
    program.addCommand(command);
  }
  return program;
}

/** Commands inside commands are made before their parents have anything to hand down. */
function inherit(command: Command, program: Command): void {
  command.copyInheritedSettings(program);
  for (const inner of command.commands) inherit(inner, program);
}
