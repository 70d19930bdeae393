/** ONNX Runtime's CPU provider computes what the reference does. */
import { describe } from "vitest";
import { probeChannelBlock } from "../../electron/engine/onnx/blocked/probe.ts";
import { agreesWithReference } from "../support/agree.ts";
import { lowered, openOnCpu, runOnce } from "../support/onnx.ts";

describe("ONNX CPU, portable", () => {
  agreesWithReference(lowered(openOnCpu, { fusedMatMul: false }));
});

describe("ONNX CPU, with FusedMatMul", () => {
  agreesWithReference(lowered(openOnCpu, { fusedMatMul: true }));
});

const channelBlock = await probeChannelBlock(runOnce(openOnCpu));

describe.skipIf(channelBlock === undefined)(
  "ONNX CPU, in blocks of channels",
  () => {
    const target = { fusedMatMul: true, ...(channelBlock && { channelBlock }) };
    agreesWithReference(lowered(openOnCpu, target));
  },
);
