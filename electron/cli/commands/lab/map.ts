/** `nitido lab map`: pictures in two dimensions, by what they are to the encoder. */
import { Command } from "commander";
import {
  type LabMapResult,
  type MapMethod,
  MOST_TSNE,
} from "../../../services/api-lab.ts";
import { oneOf, SEED, whole } from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import {
  noteReading,
  overwriteOption,
  partOption,
  type PicturesOptions,
  pngOption,
  readingFollower,
} from "./shared.ts";

interface Options extends PicturesOptions {
  readonly out?: string;
  readonly method?: MapMethod;
  readonly limit: number;
  readonly edge: number;
  readonly seed: number;
}

const METHODS: Readonly<Record<MapMethod, true>> = {
  umap: true,
  tsne: true,
  pca: true,
  units: true,
};
const LIMIT = { min: 12, max: 20_000 };
const EDGE = { min: 200, max: 8000 };

export function mapCommand(session: Session): Command {
  const { messages } = session;
  const { text, number } = messages;
  return new Command("map")
    .description(text("lab.map"))
    .argument("<run>", text("lab.run"))
    .argument("<source>", text("lab.source"))
    .addOption(pngOption(session))
    .addOption(oneOf("--method <method>", text("lab.method"), METHODS))
    .addOption(whole("--limit <n>", text("lab.limit"), LIMIT).default(2000))
    .addOption(whole("--edge <pixels>", text("lab.edge"), EDGE).default(1600))
    .addOption(partOption(session))
    .addOption(whole("--seed <seed>", text("train.seed"), SEED).default(0))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, source: string, options: Options) => {
      const { part, device, limit, edge, seed } = options;
      const engine = await session.engine();
      const result = await engine.labMap(
        {
          ...{ run, source, part, device, limit, edge, seed },
          ...{ method: options.method ?? null, out: options.out ?? null },
          overwrite: options.overwrite === true,
        },
        {
          onProgress: await readingFollower(session),
          signal: session.host.signal,
        },
      );
      noteReading(session, result.reading);
      const shortened = result.points.length === MOST_TSNE && limit > MOST_TSNE;
      if (result.method === "tsne" && shortened)
        session.note(text("lab.mostTsne", { most: number(MOST_TSNE) }));
      session.result(result, () => lines(session, result));
    });
}

function lines(session: Session, result: LabMapResult): string[] {
  const { text, number } = session.messages;
  const { codes, neighbours, method, points } = result;
  const percent = (share: number) => number(100 * share, 1);
  return [
    ...(result.file === null
      ? points.map(({ picture, x, y }) =>
          [picture, x.toFixed(4), y.toFixed(4)].join(" "),
        )
      : []),
    text("lab.mapped", {
      ...{ method, pictures: number(points.length) },
      map: percent(neighbours.map),
      pca: percent(neighbours.pca),
    }),
    text("lab.mappedCodes", {
      units: number(codes.units),
      code: percent(codes.neighbours.code),
      pca: percent(codes.neighbours.pca),
      codeError: number(codes.error.code, 5),
      pcaError: number(codes.error.pca, 5),
    }),
  ];
}
