/**
 * Runs ONNX models on WebGPU in a process of its own: a crash in the driver ends this process and not the tests.
 * Plain JavaScript, for Node runs it as it is. One message at a time: a model to open, or feeds for the open one.
 */
import process from "node:process";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** @type {InferenceSession[]} */
const sessions = [];

/** @param {{ model?: Uint8Array, feeds?: Record<string, { shape: number[], data: Float32Array }> }} message */
async function answer({ model, feeds }) {
  if (model) {
    const session = await InferenceSession.create(model, {
      executionProviders: ["webgpu"],
      logSeverityLevel: 3,
    });
    sessions.push(session);
    // The previous one is released only now: with no session left, compiled shaders would be forgotten.
    await (sessions.length > 1 ? sessions.shift() : undefined)?.release();
    return { inputs: session.inputNames };
  }
  const tensors = Object.entries(feeds ?? {}).map(([name, { shape, data }]) => [
    name,
    new Tensor("float32", data, shape),
  ]);
  const results = await sessions[0].run(Object.fromEntries(tensors));
  const outputs = Object.entries(results).map(([name, { dims, data }]) => [
    name,
    { shape: dims, data },
  ]);
  return { outputs: Object.fromEntries(outputs) };
}

process.on("message", (message) => {
  answer(message).then(
    (reply) => process.send?.(reply),
    (error) => process.send?.({ error: String(error) }),
  );
});
