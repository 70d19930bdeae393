/** The use case `labAnomalies`: which pictures are unlike those that a run has learnt from, and where. */
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { areaUnder, percentile, roc } from "../../../models/lab/anomaly.ts";
import type { Pictures } from "../../../models/lab/batches.ts";
import {
  choose,
  joined,
  spread,
  squaredErrors,
} from "../../../models/lab/pictures.ts";
import { heatMaps, sheet } from "../../../models/lab/sheet.ts";
import { pointsOf } from "../../../models/lab/unlike.ts";
import type {
  AnomalyScore,
  LabAnomaliesRequest,
} from "../../services/api-lab.ts";
import { aside } from "../lab/aside.ts";
import type { Coder } from "../lab/coder.ts";
import type { LabPictures } from "../lab/load/load.ts";
import type { LabRun } from "../lab/run-folder.ts";
import {
  ordinaryOnes,
  partOf,
  picturesFor,
  refuseFew,
  requested,
  withRun,
} from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import type { TaskContext, Task } from "./task.ts";

/** Fewer ordinary pictures do not say what is ordinary. */
const FEWEST_CLEAN = 10;
/** Known pictures that others are compared with. */
const MOST_KNOWN = 10_000;

export const labAnomalies: Task<"labAnomalies"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const clean = await ordinary(run, request, context);
    refuseFew(clean.names.length, FEWEST_CLEAN);
    const all = await requested(run, request, context);
    refuseFew(all.names.length, 1);
    const truth = anomalousOnes(all, request.anomalous);
    const scored = await scorers[request.score ?? "error"](run, coder, context);
    // Both at once, for what is found out about the known pictures serves both.
    const both = await scored(joined([clean.pictures, all.pictures]));
    const usual = both.slice(0, clean.names.length);
    const scores = both.slice(clean.names.length);
    const limit = percentile(usual, request.percentile / 100);
    const order = scores
      .map((score, n) => ({ n, score, anomaly: score > limit }))
      .sort((a, b) => b.score - a.score || a.n - b.n);
    const found = order.filter(({ anomaly }) => anomaly);
    const curve = truth && roc(scores, truth);
    const worst = found.slice(0, request.limit).map(({ n }) => n);
    return {
      ...{ run: run.path, reading: all.reading, threshold: limit },
      found: found.length,
      pictures: order.map(({ n, score, anomaly }) => {
        const [picture, label] = [all.names[n]!, all.labels[n]!];
        return { picture, label, score, anomaly };
      }),
      auc: curve && areaUnder(curve),
      // Infinity, where none is an anomaly, is nothing that JSON could say.
      roc: curve && curve.slice(1),
      files: await written(coder, all, worst, request),
    };
  });

type Scorer = (pictures: Pictures) => Promise<readonly number[]>;

const scorers: Readonly<
  Record<
    AnomalyScore,
    (run: LabRun, coder: Coder, context: TaskContext<never>) => Promise<Scorer>
  >
> = {
  error: (_run, coder) =>
    Promise.resolve(async (pictures) =>
      squaredErrors(pictures, await coder.rebuild(pictures)),
    ),

  async neighbours(run, coder, context) {
    const pointsFor = async (pictures: Pictures) =>
      pointsOf(pictures, await coder.encode(pictures));
    const own = await ownPictures(run, context);
    const learnt = partOf(run, own, "training");
    refuseFew(learnt.names.length, FEWEST_CLEAN);
    const known = await pointsFor(
      choose(learnt.pictures, spread(learnt.names.length, MOST_KNOWN)),
    );
    return async (some) =>
      aside("unlikeness", [known, await pointsFor(some)], context.signal);
  },
};

/** The run's own source. */
const ownPictures = (run: LabRun, context: TaskContext<never>) =>
  picturesFor(run, run.facts.source, {
    ...context,
    progress: () => undefined,
  });

/** Those of the clean folder, or those that the run was measured on. */
async function ordinary(
  run: LabRun,
  { clean }: LabAnomaliesRequest,
  context: TaskContext<never>,
): Promise<LabPictures> {
  const ports = { ...context, progress: () => undefined };
  if (clean !== null) return picturesFor(run, clean, ports);
  const own = await ownPictures(run, context);
  return ordinaryOnes(run, partOf(run, own, "held-out"));
}

/** Null where that is not asked. Throws LAB_UNSUITABLE: `unlabelled`, or `oneClass` where all are anomalies, or none. */
function anomalousOnes(
  { labels, reading: { classes } }: LabPictures,
  anomalous: readonly string[],
): readonly boolean[] | null {
  if (anomalous.length === 0) return null;
  if (!classes) throw new NitidoError("LAB_UNSUITABLE", { kind: "unlabelled" });
  const truth = labels.map(
    (label) => label !== null && anomalous.includes(label),
  );
  if (new Set(truth).size < 2)
    throw new NitidoError("LAB_UNSUITABLE", {
      ...{ kind: "oneClass", classes: classes.join(", ") },
    });
  return truth;
}

async function written(
  coder: Coder,
  all: LabPictures,
  worst: readonly number[],
  { out, overwrite }: LabAnomaliesRequest,
): Promise<readonly string[]> {
  if (out === null) return [];
  const pictures = choose(all.pictures, worst);
  const maps = heatMaps(pictures, await coder.rebuild(pictures));
  const files: string[] = [];
  for (let rank = 0; rank < worst.length; rank++) {
    const file = join(out, `${String(rank + 1).padStart(4, "0")}.png`);
    const strip = choose(maps, [3 * rank, 3 * rank + 1, 3 * rank + 2]);
    await writePicture(sheet(strip, 3), file, overwrite);
    files.push(file);
  }
  return files;
}
