/** `nitido devices`: what can compute here, and which device `auto` takes. */
import { Command } from "commander";
import type { DeviceReport } from "../../services/api.ts";
import { choiceInWords } from "../device-choice.ts";
import type { Session } from "../session.ts";

export function devicesCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("devices")
    .description(text("devices.about"))
    .action(async () => {
      const { signal } = session.host;
      const engine = await session.engine();
      const result = await engine.devices({ probe: true }, { signal });
      session.result(result, () => [
        ...result.devices.map((report) => line(session, report)),
        text("devices.auto", {
          choice: choiceInWords(messages, result.choice),
        }),
      ]);
    });
}

function line(session: Session, report: DeviceReport): string {
  const { text, number } = session.messages;
  const { device, name, status, mpxPerSecond, note, detail } = report;
  const rate = mpxPerSecond === undefined ? "" : number(mpxPerSecond, 2);
  const said = text(`devices.${rate === "" ? status : "measured"}`, {
    device,
    name,
    rate,
  });
  const why = note === undefined ? detail : text(`devices.${note}`);
  return why === undefined ? said : `${said} (${why})`;
}
