/** One run of the command line, from its parameters to the process's exit code. */
import { CommanderError } from "commander";
import type { ErrorCode, ErrorDetails } from "../../models/errors.ts";
import { toErrorData } from "../contract/error-data.ts";
import { chooseLocale, createMessages } from "../messages/messages.ts";
import { createProgram } from "./program.ts";
import { type Host, Session } from "./session.ts";
import { usageError } from "./usage.ts";

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;
const DISK_FULL = 3;
/** 128 + SIGINT, as shells expect it. */
const CANCELLED = 130;

const EXIT_CODES: Partial<Record<ErrorCode, number>> = {
  USAGE: WRONG_USAGE,
  MODEL_UNKNOWN: WRONG_USAGE,
  DEVICE_UNKNOWN: WRONG_USAGE,
  DISK_FULL,
  CANCELLED,
};

/** Never rejects. `parameters` are those after the program's name. */
export async function run(
  parameters: readonly string[],
  host: Host,
): Promise<number> {
  // Help and usage errors already speak the language, so it is chosen before parsing.
  const locale = chooseLocale(wishedLanguage(parameters), host.environment);
  const json = parameters.includes("--json");
  const session = new Session(host, createMessages(locale), json);
  try {
    await createProgram(session).parseAsync(parameters, { from: "user" });
    return session.exitCode;
  } catch (thrown) {
    return report(thrown, session, parameters);
  } finally {
    await session.close();
  }
}

/** The value of `--lang`, wherever it stands. */
function wishedLanguage(parameters: readonly string[]): string | undefined {
  const at = parameters.findIndex((word) => /^--lang(=|$)/.test(word));
  if (at < 0) return undefined;
  return parameters[at]!.split("=")[1] ?? parameters[at + 1];
}

/** Says what went wrong and returns the exit code. */
function report(
  thrown: unknown,
  session: Session,
  parameters: readonly string[],
): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return DONE;
    // Without a command there is nothing to complain about: the help has been shown.
    if (thrown.code === "commander.help") return WRONG_USAGE;
    return report(usageError(thrown), session, parameters);
  }
  session.endProgress();
  const error = toErrorData(thrown);
  const data = session.errorData(error);
  if (session.json) session.result({ error: data }, () => []);
  session.note(data.message);
  if (error.code === "USAGE") hint(error.details, session, parameters);
  if (error.code === "INTERNAL" && error.stack !== undefined)
    session.note(error.stack);
  return EXIT_CODES[error.code] ?? FAILED;
}

/** Where to read on, or the word that was meant. */
function hint(
  { suggestion }: ErrorDetails,
  session: Session,
  parameters: readonly string[],
): void {
  const { text } = session.messages;
  const [first = ""] = parameters;
  const command = first.startsWith("-") ? "--help" : `${first} --help`.trim();
  session.note(
    typeof suggestion === "string"
      ? text("usage.suggestion", { suggestion })
      : text("usage.hint", { command }),
  );
}
