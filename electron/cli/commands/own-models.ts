/** `nitido models import`, `measure` and `remove`: denoisers that others made, and their integrity. */
import { Command, Option } from "commander";
import type { ModelAdapter } from "../../../models/inference/adapter.ts";
import {
  type Integrity,
  type IntegrityCheck,
  LIMITS,
  verdicts,
} from "../../../models/inference/integrity.ts";
import type { ModelItem } from "../../contract/values.ts";
import { modelsFolder } from "../../files/data-folder.ts";
import type { DeviceWish } from "../../services/api.ts";
import { createModels, type Models } from "../../services/models.ts";
import { oneOf } from "../options.ts";
import type { Session } from "../session.ts";
import { deviceOption } from "../shared-options.ts";

interface ImportOptions {
  readonly name?: string;
  readonly range?: "1" | "255";
  readonly noiseRange?: "1" | "255";
  readonly output?: "image" | "noise";
  readonly device: DeviceWish;
}

const RANGES = { "1": true, "255": true } as const;
const OUTPUTS = { image: true, noise: true } as const;

export function importCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("import")
    .description(text("models.import"))
    .argument("<file.onnx>", text("models.importFile"))
    .addOption(new Option("--name <name>", text("models.importName")))
    .addOption(oneOf("--range <white>", text("models.range"), RANGES))
    .addOption(
      oneOf("--noise-range <white>", text("models.noiseRange"), RANGES),
    )
    .addOption(oneOf("--output <output>", text("models.output"), OUTPUTS))
    .addOption(deviceOption(messages))
    .action(async (path: string, options: ImportOptions) => {
      const models = await serviceOf(session, options.device);
      const inspected = await models.handlers["models.inspect"]({ path });
      const item = await models.handlers["models.import"]({
        path,
        name: options.name ?? inspected.name,
        adapter: answered(inspected.adapter, options),
      });
      session.result(item, () => badge(session, item));
    });
}

export function measureCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("measure")
    .description(text("models.measure"))
    .argument("<model>", text("models.measureName"))
    .addOption(deviceOption(messages))
    .action(async (name: string, { device }: { device: DeviceWish }) => {
      const models = await serviceOf(session, device);
      const item = await models.handlers["models.measure"]({ name });
      session.result(item, () => badge(session, item));
    });
}

export function removeCommand(session: Session): Command {
  const { text } = session.messages;
  return new Command("remove")
    .description(text("models.remove"))
    .argument("<model>", text("models.removeName"))
    .action(async (name: string) => {
      const models = await serviceOf(session, "auto");
      await models.handlers["models.remove"]({ name });
      session.result({ removed: name }, () => [
        text("models.removed", { name }),
      ]);
    });
}

/** The service of the app. Stopping the program ends the engine under it, and an import cleans up. */
async function serviceOf(
  session: Session,
  device: DeviceWish,
): Promise<Models> {
  const { signal, environment } = session.host;
  const { models, inspectModel, measureModel } = await session.engine();
  return createModels({
    engine: {
      models: (request) => models(request, { signal }),
      inspectModel: (request) => inspectModel(request, { signal }),
      measureModel: (request) => measureModel(request, { signal }),
    },
    folder: modelsFolder(environment),
    device: () => device,
    emit: () => undefined,
  });
}

/** What the options say goes before what was found. */
function answered(found: ModelAdapter, options: ImportOptions): ModelAdapter {
  const { range, noiseRange, output } = options;
  return {
    ...found,
    range: rangeOf(range) ?? found.range,
    noise:
      found.noise.kind === "none"
        ? found.noise
        : { ...found.noise, range: rangeOf(noiseRange) ?? found.noise.range },
    output: output ?? found.output,
  };
}

function rangeOf(text: "1" | "255" | undefined): 1 | 255 | undefined {
  if (text === undefined) return undefined;
  return text === "1" ? 1 : 255;
}

function badge(session: Session, item: ModelItem): string[] {
  const { text, number } = session.messages;
  const { name, megabytes, mpxPerSecond = 0, integrity } = item;
  const subject = text("models.measured", {
    name,
    megabytes: number(megabytes, 1),
    rate: number(mpxPerSecond, 2),
  });
  if (!integrity) return [subject];
  return [
    subject,
    text(integrity.passed ? "models.passed" : "models.failed"),
    ...verdicts(integrity).map(
      ({ check, passed }) =>
        `  ${passed ? "✓" : "✗"} ${figure(session, check, integrity)}`,
    ),
  ];
}

function figure(
  { messages: { text, number } }: Session,
  check: IntegrityCheck,
  integrity: Integrity,
): string {
  if (check === "monotonic")
    return text(
      integrity.monotonic === true ? "models.monotonic" : "models.notMonotonic",
    );
  return text(`models.${check}`, {
    value: number(integrity[check], 2),
    limit: number(LIMITS[check], 1),
  });
}
