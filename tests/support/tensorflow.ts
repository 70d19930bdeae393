/** Runs graphs through the TensorFlow.js engine: on its pure-JavaScript backend, or the native library. */
import "@tensorflow/tfjs-backend-cpu";
import * as pure from "@tensorflow/tfjs-core";
import type { Tf } from "../../electron/engine/tensorflow/api.ts";
import { openTensorflowSession } from "../../electron/engine/tensorflow/session.ts";
import type { TensorLike } from "../../electron/engine/tensors.ts";
import { packGraph } from "../../models/graph/pack.ts";
import type { OpenGraph } from "./agree.ts";

/** TensorFlow.js without native code. */
export async function pureTensorflow(): Promise<Tf> {
  // Otherwise it recommends the native library, in every run.
  pure.env().set("IS_TEST", true);
  await pure.setBackend("cpu");
  return pure;
}

export function openOnTensorflow(tf: Tf): OpenGraph {
  return (graph) => {
    const session = openTensorflowSession(
      packGraph(graph),
      { device: "tensorflow" },
      tf,
    );
    return Promise.resolve({
      async run(values) {
        const feeds = session.inputs.map((name) => {
          const tensor = values[name];
          if (!tensor) throw new Error(`no value for ${name}`);
          const data = Float32Array.from(tensor.data);
          return [name, { dims: tensor.shape, data }] as const;
        });
        const results = await session.run(Object.fromEntries(feeds));
        return Object.fromEntries(
          Object.entries(results).map(([name, value]) => {
            const { dims, data } = value as TensorLike;
            return [name, { shape: dims, data }];
          }),
        );
      },
      close: () => session.close(),
    });
  };
}
