/** `nitido models`: the networks that are here, or the card of one. */
import { Command } from "commander";
import type { ModelReport } from "../../services/api.ts";
import type { Session } from "../session.ts";

export function modelsCommand(session: Session): Command {
  const { text } = session.messages;
  return new Command("models")
    .description(text("models.about"))
    .argument("[model]", text("models.name"))
    .action(async (model: string | undefined) => {
      const { signal } = session.host;
      const engine = await session.engine();
      const result = await engine.models({ model: model ?? null }, { signal });
      session.result(result, () =>
        result.models.flatMap((report) => [
          line(session, report),
          ...(model === undefined || !report.card
            ? []
            : [JSON.stringify(report.card, null, 2)]),
        ]),
      );
    });
}

function line(session: Session, report: ModelReport): string {
  const { text, number } = session.messages;
  const { name, network, noise } = report;
  const megabytes = number(report.megabytes, 1);
  return network === undefined || noise === undefined
    ? text("models.imported", { name, megabytes })
    : text("models.line", { name, network, noise, megabytes });
}
