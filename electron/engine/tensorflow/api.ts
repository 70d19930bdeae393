/** What Nítido uses of TensorFlow.js. The packages for Node and the pure-JavaScript ones offer the same. */
import type * as core from "@tensorflow/tfjs-core";

export type Tf = typeof core;
export type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
