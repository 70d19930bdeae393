/** The use case `labAnomalies`: which pictures are unlike those that a run has learnt from, and where. */
import { join } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { areaUnder, percentile, roc } from "../../../models/lab/anomaly.ts";
import { choose, squaredErrors } from "../../../models/lab/pictures.ts";
import { heatMaps, sheet } from "../../../models/lab/sheet.ts";
import type { LabAnomaliesRequest } from "../../services/api-lab.ts";
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

export const labAnomalies: Task<"labAnomalies"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const clean = await ordinary(run, request, context);
    refuseFew(clean.names.length, FEWEST_CLEAN);
    const all = await requested(run, request, context);
    refuseFew(all.names.length, 1);
    const truth = anomalousOnes(all, request.anomalous);
    const limit = percentile(
      await scoresOf(coder, clean),
      request.percentile / 100,
    );
    const scores = await scoresOf(coder, all);
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

const scoresOf = async (
  coder: Coder,
  { pictures }: LabPictures,
): Promise<readonly number[]> =>
  squaredErrors(pictures, await coder.rebuild(pictures));

/** Those of the clean folder, or those that the run was measured on. */
async function ordinary(
  run: LabRun,
  { clean }: LabAnomaliesRequest,
  context: TaskContext<never>,
): Promise<LabPictures> {
  const ports = { ...context, progress: () => undefined };
  if (clean !== null) return picturesFor(run, clean, ports);
  const own = await picturesFor(run, run.facts.source, ports);
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
