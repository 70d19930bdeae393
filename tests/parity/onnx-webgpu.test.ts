/** ONNX Runtime's WebGPU provider, on a driver in software, computes what the reference does. */
import { afterAll } from "vitest";
import { agreesWithReference } from "../support/agree.ts";
import { available, describeWith } from "../support/available.ts";
import { lowered } from "../support/onnx.ts";
import { SoftwareWebgpu } from "../support/webgpu.ts";

describeWith(available.chromiumVulkan, "ONNX WebGPU", (driver) => {
  const webgpu = new SoftwareWebgpu(driver);
  afterAll(() => {
    webgpu.stop();
  });
  agreesWithReference(lowered(webgpu.open));
});
