/** `nitido lab anomalies`: pictures unlike those that a run has learnt from. */
import { Command, Option } from "commander";
import type {
  AnomalyScore,
  LabAnomaliesResult,
} from "../../../services/api-lab.ts";
import { decimal, oneOf, PERCENT, whole, words } from "../../options.ts";
import type { Session } from "../../session.ts";
import {
  collect,
  collectedLines,
  collectOptions,
  type CollectOptions,
} from "./collect.ts";
import { deviceOption } from "../../shared-options.ts";
import {
  noteReading,
  overwriteOption,
  partOption,
  type PicturesOptions,
  readingFollower,
} from "./shared.ts";

interface Options extends PicturesOptions, CollectOptions {
  readonly clean?: string;
  readonly score: AnomalyScore;
  readonly percentile: number;
  readonly anomalous?: readonly string[];
  readonly out?: string;
  readonly limit: number;
}

const SCORES: Readonly<Record<AnomalyScore, true>> = {
  neighbours: true,
  error: true,
};
const LIMIT = { min: 1, max: 10_000 };

export function anomaliesCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("anomalies")
    .description(text("lab.anomalies"))
    .argument("<run>", text("lab.run"))
    .argument("<source>", text("lab.source"))
    .addOption(new Option("--clean <source>", text("lab.clean")))
    .addOption(
      decimal("--percentile <n>", text("lab.percentile"), PERCENT).default(95),
    )
    .addOption(
      oneOf("--score <score>", text("lab.score"), SCORES).default("neighbours"),
    )
    .addOption(words("--anomalous <classes>", text("lab.anomalous")))
    .addOption(new Option("--out <folder>", text("lab.heatMaps")))
    .addOption(
      whole("--limit <n>", text("lab.heatMapLimit"), LIMIT).default(100),
    )
    .addOption(collectOptions(session).copy)
    .addOption(collectOptions(session).move)
    .addOption(partOption(session))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, source: string, options: Options) => {
      const { part, device, percentile, limit, score } = options;
      const engine = await session.engine();
      const result = await engine.labAnomalies(
        {
          ...{ run, source, part, device, percentile, limit, score },
          ...{ clean: options.clean ?? null, out: options.out ?? null },
          anomalous: options.anomalous ?? [],
          overwrite: options.overwrite === true,
        },
        {
          onProgress: await readingFollower(session),
          signal: session.host.signal,
        },
      );
      noteReading(session, result.reading);
      const collected = await collect(
        session,
        {
          ...{ run, source, device },
          pictures: result.pictures
            .filter(({ anomaly }) => anomaly)
            .map(({ picture }) => picture),
        },
        options,
      );
      session.result({ ...result, collected }, () => [
        ...lines(session, result),
        ...collectedLines(session, collected),
      ]);
    });
}

function lines(session: Session, result: LabAnomaliesResult): string[] {
  const { text, number } = session.messages;
  return [
    ...result.pictures
      .filter(({ anomaly }) => anomaly)
      .map(({ picture, score }) => `${picture} ${number(score, 5)}`),
    text("lab.found", {
      found: number(result.found),
      of: number(result.pictures.length),
      threshold: number(result.threshold, 5),
    }),
    ...(result.auc === null
      ? []
      : [text("lab.auc", { auc: number(result.auc, 3) })]),
  ];
}
