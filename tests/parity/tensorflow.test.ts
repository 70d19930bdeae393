/** TensorFlow.js computes what the reference does: a second lowering of every graph, independent of ONNX's. */
import { describe } from "vitest";
import { loadTensorflow } from "../../electron/engine/tensorflow/load.ts";
import { agreesWithReference } from "../support/agree.ts";
import { available, describeWith } from "../support/available.ts";
import { openOnTensorflow, pureTensorflow } from "../support/tensorflow.ts";

const pure = await pureTensorflow();

describe("TensorFlow.js in pure JavaScript", () => {
  agreesWithReference(openOnTensorflow(pure));
});

describeWith(available.tensorflow, "TensorFlow.js, native", () => {
  agreesWithReference(openOnTensorflow(loadTensorflow().tf));
});
