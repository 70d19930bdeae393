/** ONNX Runtime's CPU provider computes what the reference does. */
import { describe } from "vitest";
import { agreesWithReference } from "../support/agree.ts";
import { openOnCpu } from "../support/onnx.ts";

describe("ONNX CPU, portable", () => {
  agreesWithReference(openOnCpu, { fusedMatMul: false });
});

describe("ONNX CPU, with FusedMatMul", () => {
  agreesWithReference(openOnCpu, { fusedMatMul: true });
});
