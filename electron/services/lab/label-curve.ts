/** How well classifiers do by the number of labelled pictures, from random weights and from a run's encoder. */
import { type Spread, spreadOf } from "../../../models/lab/spread.ts";
import type { Engine, Watch } from "../api.ts";
import type { LabReadingProgress } from "../api-lab.ts";
import type {
  LabClassifyProgress,
  LabClassifyRequest,
  LabClassifyResult,
} from "../api-lab-studies.ts";

/** Shares of held-out pictures that are recognised, 0..1, over the seeds. */
export interface LabelPoint {
  /** Labelled pictures of each class that were asked for, and all that were learnt from. */
  readonly perClass: number;
  readonly labelled: number;
  readonly random: Spread;
  readonly pretrained: Spread;
  /** Of the gain, seed by seed. */
  readonly gain: Spread;
  readonly seeds: readonly {
    readonly seed: number;
    readonly random: number;
    readonly pretrained: number;
  }[];
}

export interface LabelCurve extends Pick<
  LabClassifyResult,
  "run" | "reading" | "classes" | "heldOut" | "steps"
> {
  readonly points: readonly LabelPoint[];
}

export type LabelProgress =
  | LabReadingProgress
  /** Of the whole, 0..1. */
  | { readonly kind: "learning"; readonly fraction: number };

export interface LabelCurveRequest extends Omit<
  LabClassifyRequest,
  "perClass" | "samples"
> {
  /** Labelled pictures of each class. */
  readonly counts: readonly [number, ...number[]];
}

export interface LabelCurvePorts {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LabelProgress) => void;
  /** Told of each as soon as it is known. */
  readonly onPoint?: (point: LabelPoint) => void;
}

/** One count after the other. Rejects as `labClassify`. */
export async function labelCurve(
  { labClassify }: Pick<Engine, "labClassify">,
  { counts, ...request }: LabelCurveRequest,
  { signal, onProgress, onPoint }: LabelCurvePorts,
): Promise<LabelCurve> {
  const points: LabelPoint[] = [];
  let last: LabClassifyResult | undefined;
  for (const [i, perClass] of counts.entries()) {
    const tell = (progress: LabClassifyProgress) => {
      if (progress.kind === "reading") return onProgress?.(progress);
      const { done, of, fraction } = progress;
      const share = (i + (done + fraction) / of) / counts.length;
      onProgress?.({ kind: "learning", fraction: share });
    };
    const options: Watch<LabClassifyProgress> = {
      onProgress: tell,
      ...(signal && { signal }),
    };
    last = await labClassify({ ...request, perClass, samples: 0 }, options);
    const point = pointOf(perClass, last);
    points.push(point);
    onPoint?.(point);
  }
  const { run, reading, classes, heldOut, steps } = last!;
  return { run, reading, classes, heldOut, steps, points };
}

function pointOf(
  perClass: number,
  { labelled, seeds }: LabClassifyResult,
): LabelPoint {
  const found = seeds.map(({ seed, random, pretrained }) => ({
    ...{ seed, random: random.accuracy, pretrained: pretrained.accuracy },
  }));
  const of = (value: (one: (typeof found)[number]) => number) =>
    spreadOf(found.map(value));
  return {
    ...{ perClass, labelled, seeds: found },
    random: of(({ random }) => random),
    pretrained: of(({ pretrained }) => pretrained),
    gain: of(({ random, pretrained }) => pretrained - random),
  };
}
