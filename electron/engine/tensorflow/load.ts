/** Loads TensorFlow's native library, which is not part of Nítido: `npm run setup:cuda` installs it. */
import { createRequire } from "node:module";
import util from "node:util";
import { NitidoError } from "../../../models/errors.ts";
import type { Tf } from "./api.ts";

/** With CUDA, and without: the first that is installed is taken. */
const PACKAGES = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

/** What the library reads from the environment when it is loaded; what the user has set stands. */
const ENVIRONMENT = {
  // Otherwise it takes all of the adapter's memory at once.
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  // Errors only: what fails is thrown, too.
  TF_CPP_MIN_LOG_LEVEL: "2",
} as const;

const require = createRequire(import.meta.url);

/** The package's name; undefined where none is installed. Loads nothing. */
export function installedTensorflow(): string | undefined {
  return PACKAGES.find((name) => {
    try {
      return require.resolve(name);
    } catch {
      return false;
    }
  });
}

export interface NativeTensorflow {
  readonly tf: Tf;
  /** Whether it computes on a graphics adapter. */
  readonly gpu: boolean;
}

/**
 * The package, ready to compute. Throws DEVICE_UNAVAILABLE when it is not installed, its own library
 * is missing, or one that it needs.
 */
export function loadTensorflow(): NativeTensorflow {
  const name = installedTensorflow();
  if (name === undefined) throw unavailable(`${PACKAGES[0]} is not installed`);
  // Node 23 has removed what the package still calls.
  const old = util as {
    isNullOrUndefined?: (x: unknown) => boolean;
    isArray?: (x: unknown) => boolean;
  };
  old.isNullOrUndefined ??= (x) => x === null || x === undefined;
  old.isArray ??= Array.isArray;
  for (const [variable, value] of Object.entries(ENVIRONMENT))
    process.env[variable] ??= value;
  try {
    const tf = require(name) as Tf;
    const { isUsingGpuDevice = false } = tf.backend() as {
      isUsingGpuDevice?: boolean;
    };
    return { tf, gpu: isUsingGpuDevice };
  } catch (error) {
    const [reason] = String(error).split("\n");
    throw unavailable(reason ?? name);
  }
}

function unavailable(reason: string): NitidoError {
  return new NitidoError("DEVICE_UNAVAILABLE", {
    device: "tensorflow",
    reason,
  });
}
