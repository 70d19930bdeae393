/** The errors of a training's last steps, on a scale on which the forms of its loss compare. */
import { dataModeOf } from "../../../models/training/data/table.ts";
import {
  DIVERGENCE_HISTORY,
  hasDiverged,
  isDivergenceStep,
} from "../../../models/training/divergence.ts";
import type { StepReport } from "../../../models/training/loop.ts";
import type { Recipe } from "../../../models/training/recipe.ts";

export type StepLoss = Pick<StepReport, "step" | "loss">;

export class RecentErrors {
  readonly #recipe: Recipe;
  #steps: readonly StepLoss[];

  /** `before`: the steps before the first one that is added. */
  constructor(recipe: Recipe, before: readonly StepLoss[]) {
    this.#recipe = recipe;
    this.#steps = before.slice(-DIVERGENCE_HISTORY);
  }

  get steps(): readonly StepLoss[] {
    return this.#steps;
  }

  /** Takes in a step; true when with it the training has diverged. */
  add({ step, loss }: StepLoss): boolean {
    const kept = this.#steps.slice(1 - DIVERGENCE_HISTORY);
    this.#steps = [...kept, { step, loss }];
    return isDivergenceStep(step) && this.doubtful;
  }

  /** Whether it may be about to diverge: a state that is not to be kept. */
  get doubtful(): boolean {
    return hasDiverged(this.#logErrors());
  }

  /** Mean over so many steps, or as many as are known. */
  mean(steps: number): number {
    const recent = this.#logErrors().slice(-steps);
    return recent.reduce((sum, value) => sum + value, 0) / recent.length;
  }

  #logErrors(): number[] {
    const mode = dataModeOf(this.#recipe);
    return this.#steps.map(({ step, loss }) => {
      const progress = (step - 1) / this.#recipe.steps;
      return mode.logError(loss, mode.mixAt(this.#recipe, progress));
    });
  }
}
