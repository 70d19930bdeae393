/** The errors that training makes small, as graph. */
import { type Node, scalar } from "../graph/graph.ts";
import { abs } from "../graph/ops/abs.ts";
import { add } from "../graph/ops/add.ts";
import { log } from "../graph/ops/log.ts";
import { mul } from "../graph/ops/mul.ts";
import { reduceMean } from "../graph/ops/reduce-mean.ts";
import { reshape } from "../graph/ops/reshape.ts";
import { sub } from "../graph/ops/sub.ts";

/** Brings the gradient of the logarithm to the size of the absolute error's near the end of training. */
const PSNR_SCALE = 0.01;
/** Keeps patches without noise, which can be met exactly, from outweighing all others: (0.25/255)². */
const FAINTEST = 1e-6;

/** The mean of the squares of each patch: N×C×H×W to N×1×1×1. */
export function squaredPerPatch(error: Node): Node {
  return reduceMean(mul(error, error), [1, 2, 3]);
}

/**
 * 0.01 · mean ln(mse). The mean of the logarithms of the patches' squared errors is, but for sign and
 * scale, their mean PSNR: what is measured in the end. Faint noise counts as much in it as strong
 * noise does, while squared errors themselves would leave the faint to chance.
 */
export function meanLogarithm(perPatch: Node): Node {
  const logarithm = reduceMean(log(add(perPatch, scalar(FAINTEST))));
  return reshape(mul(logarithm, scalar(PSNR_SCALE)), []);
}

/** Natural logarithm of the root mean squared error that a value of `meanLogarithm` stands for. */
export function logErrorOf(loss: number): number {
  return loss / (2 * PSNR_SCALE);
}

/** (1 − mix)·mean|e| + mix·0.01·mean ln(mse) */
export function supervisedLoss(error: Node, mix: Node): Node {
  const absolute = mul(reduceMean(abs(error)), sub(scalar(1), mix));
  const perPatch = squaredPerPatch(error);
  const logarithm = reduceMean(log(add(perPatch, scalar(FAINTEST))));
  return reshape(
    add(absolute, mul(logarithm, mul(mix, scalar(PSNR_SCALE)))),
    [],
  );
}
