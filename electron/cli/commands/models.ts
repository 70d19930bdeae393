/** `nitido models`: the networks that are here, the card of one, and the care of one's own. */
import { Command } from "commander";
import type { ModelReport } from "../../services/api-models.ts";
import type { Session } from "../session.ts";
import { warningOf } from "../training-report.ts";
import { importCommand, measureCommand, removeCommand } from "./own-models.ts";

export function modelsCommand(session: Session): Command {
  const { text } = session.messages;
  const command = new Command("models")
    .description(text("models.about"))
    .argument("[model]", text("models.name"))
    .action(async (model: string | undefined) => {
      const { signal } = session.host;
      const engine = await session.engine();
      const result = await engine.models({ model: model ?? null }, { signal });
      session.result(result, () =>
        result.models.flatMap((report) => [
          line(session, report) +
            (report.report ? warningOf(session.messages, report.report) : ""),
          ...(model === undefined || !report.card
            ? []
            : [JSON.stringify(report.card, null, 2)]),
        ]),
      );
    });
  for (const create of [importCommand, measureCommand, removeCommand])
    command.addCommand(create(session));
  return command;
}

function line(session: Session, report: ModelReport): string {
  const { text, number } = session.messages;
  const { name, network, noise, origin } = report;
  const megabytes = number(report.megabytes, 1);
  if (network !== undefined && noise !== undefined)
    return text("models.line", { name, network, noise, megabytes });
  return text(origin === "imported" ? "models.imported" : "models.other", {
    name,
    megabytes,
  });
}
