/** The training loop, top to bottom. Engine, data and stop signal are given to it. */
import { NitidoError } from "../errors.ts";
import type { Batch } from "./batches.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Recipe } from "./recipe.ts";
import type { Schedule } from "./schedule.ts";
import type { ScalarName, StateName } from "./optimised.ts";

/** Runs the step graph and holds its state, wherever that is fastest. */
export interface StepEngine {
  step(
    batch: Batch,
    scalars: Readonly<Record<ScalarName, number>>,
  ): Promise<{ readonly loss: number; readonly norm: number }>;
  /** A copy of the state as it is now. */
  state(): Promise<Record<StateName, Float32Array>>;
}

export interface TrainingPorts {
  readonly engine: StepEngine;
  /** The batch of a step; making the next ones ahead is the source's business. */
  readonly batch: (step: number) => Promise<Batch>;
  /** Read before each step: the loop ends early when `aborted`. */
  readonly signal: { readonly aborted: boolean };
}

export interface StepReport {
  /** Steps done, this one included. */
  readonly step: number;
  readonly loss: number;
  /** Euclidean norm of the gradient before clipping. */
  readonly norm: number;
  readonly learningRate: number;
}

/**
 * Trains from step `from` to the schedule's end, or until the signal aborts; yields after every step.
 * Throws TRAINING_DIVERGED as soon as the loss is no number: nothing after it could be saved.
 */
export async function* train(
  { steps, scalarsAt, learningRate }: Schedule,
  from: number,
  { engine, batch, signal }: TrainingPorts,
): AsyncGenerator<StepReport, void> {
  for (let step = from; step < steps && !signal.aborted; step++) {
    const { loss, norm } = await engine.step(
      await batch(step),
      scalarsAt(step),
    );
    if (!Number.isFinite(loss) || !Number.isFinite(norm))
      throw new NitidoError("TRAINING_DIVERGED", { step });
    yield { step: step + 1, loss, norm, learningRate: learningRate(step) };
  }
}

/** The state of a run as it can be saved. */
export async function checkpoint(
  recipe: Recipe,
  step: number,
  engine: StepEngine,
): Promise<Checkpoint> {
  return { recipe, step, state: await engine.state() };
}
