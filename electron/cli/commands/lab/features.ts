/** `nitido lab features`: what the units of a run's encoder respond to. */
import { Command, Option } from "commander";
import type { LabFeaturesResult } from "../../../services/api-lab-features.ts";
import { whole } from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import {
  noteReading,
  overwriteOption,
  partOption,
  type PicturesOptions,
  readingFollower,
} from "./shared.ts";

interface Options extends PicturesOptions {
  readonly out?: string;
  readonly picture?: string;
  readonly units: number;
  readonly strongest: number;
  readonly limit: number;
}

const UNITS = { min: 1, max: 10_000 };
const STRONGEST = { min: 0, max: 1000 };
const LIMIT = { min: 1, max: 1_000_000 };

export function featuresCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("features")
    .description(text("lab.features"))
    .argument("<run>", text("lab.run"))
    .argument("<source>", text("lab.source"))
    .addOption(new Option("--out <folder>", text("lab.folder")))
    .addOption(new Option("--picture <name>", text("lab.featurePicture")))
    .addOption(
      whole("--units <n>", text("lab.featureUnits"), UNITS).default(64),
    )
    .addOption(
      whole("--strongest <n>", text("lab.strongest"), STRONGEST).default(8),
    )
    .addOption(whole("--limit <n>", text("lab.limit"), LIMIT).default(2000))
    .addOption(partOption(session))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, source: string, options: Options) => {
      const { part, device, units, strongest, limit } = options;
      const engine = await session.engine();
      const result = await engine.labFeatures(
        {
          ...{ run, source, part, device, units, strongest, limit },
          ...{ picture: options.picture ?? null, out: options.out ?? null },
          overwrite: options.overwrite === true,
        },
        {
          onProgress: await readingFollower(session),
          signal: session.host.signal,
        },
      );
      noteReading(session, result.reading);
      session.result(withoutPixels(result), () => lines(session, result));
    });
}

/** Pixels are in the files; as JSON they help nobody. */
function withoutPixels({
  filters,
  pictures,
  layers,
  ...result
}: LabFeaturesResult): object {
  return {
    ...result,
    filters: { shape: filters.shape, units: filters.units },
    layers: layers.map(({ name, count, units, maps }) => ({
      ...{ name, count, maps: maps && { what: maps.what, shape: maps.shape } },
      units: units.map(({ unit, value, strongest }) => ({
        ...{ unit, value },
        strongest: strongest.map((one) => ({
          picture: pictures.names[one.picture]!,
          label: pictures.labels[one.picture]!,
          value: one.value,
        })),
      })),
    })),
  };
}

function lines(
  session: Session,
  { layers, pictures, picture, files }: LabFeaturesResult,
): string[] {
  const { text, number } = session.messages;
  return [
    ...layers.flatMap(({ name, count, units }) => [
      text("lab.featureLayer", {
        ...{ name, count: number(count), picture: picture.name },
      }),
      ...units.map(({ unit, value, strongest }) =>
        [
          ...["", unit, value.toFixed(4)],
          ...strongest.map((one) => pictures.names[one.picture]!),
        ].join(" "),
      ),
    ]),
    ...files,
  ];
}
