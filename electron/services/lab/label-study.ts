/** Learning curves of runs, with and without their encoders: one is computed at a time, and kept in the run's record. */
import { NitidoError } from "../../../models/errors.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type { LabLabels } from "../../contract/lab-values.ts";
import type { Engine } from "../api.ts";
import { labelCurve, type LabelCurveRequest } from "./label-curve.ts";
import type { Run } from "./run.ts";

export interface LabelStudies {
  readonly busy: () => boolean;
  readonly start: (
    run: Run,
    wish: Pick<LabLabels, "counts" | "seeds" | "steps" | "frozen">,
  ) => void;
  /** Keeps the points that are known. */
  readonly stop: (run: Run) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** As the command line has it unless told otherwise. */
const RECIPE = { rate: 1e-3, corruption: null };
/** Share of the whole between reports to interfaces. */
const FINE = 0.01;

export function createLabelStudies(
  engine: () => Pick<Engine, "labClassify">,
): LabelStudies {
  let work: { run: Run; stop: AbortController; ended: Promise<void> } | null =
    null;

  const carryOut = async (
    run: Run,
    request: LabelCurveRequest,
    begun: LabLabels,
    signal: AbortSignal,
  ): Promise<void> => {
    let now = begun;
    const tell = (part: Partial<LabLabels>) => {
      now = { ...now, ...part };
      run.keep({ labels: now });
    };
    try {
      await labelCurve(engine(), request, {
        signal,
        onProgress: (progress) => {
          if (progress.kind === "reading") return;
          const { fraction } = progress;
          if (fraction > (now.fraction ?? 0) + FINE) tell({ fraction });
        },
        onPoint: (point) => tell({ points: [...now.points, point] }),
      });
      tell({ fraction: null });
    } catch (thrown) {
      const { code, message, details } = toErrorData(thrown);
      const failed = code !== "CANCELLED" && {
        error: { code, message, details },
      };
      tell({ fraction: null, ...failed });
    }
  };

  const stop = async (run?: Run): Promise<void> => {
    if (!work || (run && work.run !== run)) return;
    work.stop.abort(new NitidoError("CANCELLED"));
    await work.ended;
  };

  return {
    busy: () => work !== null,
    start(run, wish) {
      const { plan } = run.item;
      const [first = 1, ...more] = wish.counts;
      const request = {
        ...{ run: run.path, source: plan.source, device: plan.device },
        ...{ counts: [first, ...more] as const, steps: wish.steps },
        ...{ frozen: wish.frozen },
        seeds: Array.from({ length: wish.seeds }, (_, seed) => seed),
        ...{ part: "held-out" as const, ...RECIPE },
      };
      const begun = { ...wish, points: [], fraction: 0 };
      run.keep({ labels: begun });
      const controller = new AbortController();
      const ended = carryOut(run, request, begun, controller.signal).finally(
        () => (work = null),
      );
      work = { run, stop: controller, ended };
    },
    stop,
    close: () => stop(),
  };
}
