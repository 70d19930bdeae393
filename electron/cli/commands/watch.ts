/** `nitido watch`: a folder whose photographs are denoised as they arrive. */
import { Command } from "commander";
import { NitidoError } from "../../../models/errors.ts";
import type { BatchResult } from "../../services/batch/batch.ts";
import type { BatchRequest } from "../../services/batch/batch-plan.ts";
import type { Session } from "../session.ts";
import { follow, openLedger } from "./batch.ts";
import {
  addDenoiseOptions,
  type DenoiseOptions,
  toRequest,
} from "./denoise-options.ts";

export function watchCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  const command = new Command("watch")
    .description(text("watch.about"))
    .argument("<folder>", text("watch.folder"))
    .requiredOption("--out <dir>", text("watch.out"))
    .option("--ledger <file>", text("denoise.ledger"));
  addDenoiseOptions(command, messages);
  return command.action(
    (
      folder: string,
      { ledger, ...options }: DenoiseOptions & { readonly ledger?: string },
    ) => watch(session, toRequest([folder], options), ledger),
  );
}

async function watch(
  session: Session,
  request: BatchRequest,
  wish: string | undefined,
): Promise<void> {
  const { text, error: words } = session.messages;
  // What arrives is not counted beforehand.
  if (request.name.includes("{counter}"))
    throw new NitidoError("USAGE", {
      kind: "namePlaceholder",
      value: "{counter}",
      choices: "{name}, {folder}, {model}, {sigma}",
    });
  const { watchFolder } = await import("../../services/batch/watch.ts");
  const engine = await session.engine();
  const ledger = await openLedger(request, wish);
  const counts = { done: 0, failed: 0, skipped: 0 };
  const count = ({ files }: BatchResult): void => {
    for (const { status, earlier } of files) if (!earlier) counts[status]++;
  };
  try {
    const [folder = ""] = request.inputs;
    session.note(text("watch.waiting", { folder, out: request.out }));
    await watchFolder(request, ledger, {
      ...{ engine, ...(await follow(session)) },
      batch: count,
      trouble: (error) => session.note(words(error)),
    });
  } finally {
    await ledger.close();
  }
  session.result(counts, () => [text("watch.summary", counts)]);
}
