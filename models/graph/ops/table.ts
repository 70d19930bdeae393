/** The table of all ops. Engines' lowerings are total over its keys. */
import { constantOp, inputOp } from "../graph.ts";
import { absOp } from "./abs.ts";
import { addOp } from "./add.ts";
import { averagePoolOp } from "./average-pool.ts";
import { clipOp } from "./clip.ts";
import { concatOp } from "./concat.ts";
import { conv2dInputGradientOp } from "./conv2d-input-gradient.ts";
import { conv2dWeightGradientOp } from "./conv2d-weight-gradient.ts";
import { conv2dOp } from "./conv2d.ts";
import { depthToSpaceOp } from "./depth-to-space.ts";
import { divOp } from "./div.ts";
import { expOp } from "./exp.ts";
import { leakyReluOp } from "./leaky-relu.ts";
import { logOp } from "./log.ts";
import { matmulOp } from "./matmul.ts";
import { maxPoolOp } from "./max-pool.ts";
import { maximumOp } from "./maximum.ts";
import { mulOp } from "./mul.ts";
import { padOp } from "./pad.ts";
import { reduceMeanOp } from "./reduce-mean.ts";
import { reduceSumOp } from "./reduce-sum.ts";
import { reluOp } from "./relu.ts";
import { reshapeOp } from "./reshape.ts";
import { sigmoidOp } from "./sigmoid.ts";
import { sliceOp } from "./slice.ts";
import { spaceToDepthOp } from "./space-to-depth.ts";
import { sqrtOp } from "./sqrt.ts";
import { subOp } from "./sub.ts";
import { tanhOp } from "./tanh.ts";
import { transposeOp } from "./transpose.ts";
import { upsampleBilinearOp } from "./upsample-bilinear.ts";
import { upsampleNearestOp } from "./upsample-nearest.ts";
import { whereOp } from "./where.ts";

export const ops = {
  abs: absOp,
  add: addOp,
  averagePool: averagePoolOp,
  clip: clipOp,
  concat: concatOp,
  constant: constantOp,
  conv2d: conv2dOp,
  conv2dInputGradient: conv2dInputGradientOp,
  conv2dWeightGradient: conv2dWeightGradientOp,
  depthToSpace: depthToSpaceOp,
  div: divOp,
  exp: expOp,
  input: inputOp,
  leakyRelu: leakyReluOp,
  log: logOp,
  matmul: matmulOp,
  maxPool: maxPoolOp,
  maximum: maximumOp,
  mul: mulOp,
  pad: padOp,
  reduceMean: reduceMeanOp,
  reduceSum: reduceSumOp,
  relu: reluOp,
  reshape: reshapeOp,
  sigmoid: sigmoidOp,
  slice: sliceOp,
  spaceToDepth: spaceToDepthOp,
  sqrt: sqrtOp,
  sub: subOp,
  tanh: tanhOp,
  transpose: transposeOp,
  upsampleBilinear: upsampleBilinearOp,
  upsampleNearest: upsampleNearestOp,
  where: whereOp,
} as const;

export type OpName = keyof typeof ops;

/** The attributes of an op, by name. */
export type AttributesOf<K extends OpName> = Parameters<
  (typeof ops)[K]["shape"]
>[1];

export const opNames: ReadonlySet<string> = new Set(Object.keys(ops));
