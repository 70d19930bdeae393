/** Blocked convolutions are used only where they are there and right. */
import { expect, test } from "vitest";
import { probeChannelBlock } from "../../../../electron/engine/onnx/blocked/probe.ts";
import { openOnCpu, runOnce } from "../../../support/onnx.ts";

const run = runOnce(openOnCpu);

test("finds a block that is a vector register, or none", async () => {
  expect([16, 8, undefined]).toContain(await probeChannelBlock(run));
});

test("finds none where the ops are refused", async () => {
  const refuse = () => Promise.reject(new Error("no such op"));
  expect(await probeChannelBlock(refuse, "x64")).toBeUndefined();
});

test("finds none where the ops compute something else", async () => {
  const wrong: typeof run = async (model, values) => {
    const { y, dw } = await run(model, values);
    if (!y || !dw) throw new Error("both were asked for");
    return { y, dw: { ...dw, data: dw.data.map((value) => value + 0.1) } };
  };
  expect(await probeChannelBlock(wrong, "x64")).toBeUndefined();
});

test("tries nothing on other processors", async () => {
  const fail = () => Promise.reject(new Error("not to be called"));
  expect(await probeChannelBlock(fail, "arm64")).toBeUndefined();
});
