/** WebGPU in software, in a child process: started once for a test file, and stopped at its end. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Tensor } from "../../models/graph/tensor.ts";
import type { OpenModel } from "./onnx.ts";
import { softwareVulkan } from "./software-vulkan.ts";

interface Reply {
  readonly error?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: Record<string, Tensor>;
}

const RUNNER = fileURLToPath(new URL("onnx-runner.js", import.meta.url));

/** `driver`: the manifest of a Vulkan driver. */
export class SoftwareWebgpu {
  readonly #child: ChildProcess;

  constructor(driver: string) {
    this.#child = fork(RUNNER, {
      serialization: "advanced",
      env: { ...process.env, ...softwareVulkan(driver) },
    });
  }

  /** Only the model opened last can run. */
  readonly open: OpenModel = async (model) => {
    const { inputs = [] } = await this.#ask({ model });
    return {
      run: async (values) => {
        const feeds = Object.fromEntries(
          inputs.map((name) => [name, float32(values[name])]),
        );
        const { outputs = {} } = await this.#ask({ feeds });
        return outputs;
      },
      close: () => Promise.resolve(),
    };
  };

  stop(): void {
    this.#child.kill();
  }

  #ask(message: object): Promise<Reply> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const settle = () => child.off("message", answered).off("exit", exited);
      const answered = (reply: Reply) => {
        settle();
        if (reply.error === undefined) resolve(reply);
        else reject(new Error(reply.error));
      };
      const exited = (code: number | null, signal: string | null) => {
        settle();
        reject(new Error(`WebGPU process ended: ${String(code ?? signal)}`));
      };
      child.on("message", answered).on("exit", exited);
      child.send(message);
    });
  }
}

function float32(tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new Error("a value for every input is needed");
  return { shape: tensor.shape, data: Float32Array.from(tensor.data) };
}
