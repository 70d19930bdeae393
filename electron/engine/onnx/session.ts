/** One loaded ONNX model on one device; runs on the compute thread, which it blocks. */
import { env, InferenceSession, Tensor } from "onnxruntime-node";
import { invariant } from "../../../models/errors.ts";
import type { DeviceId } from "../../services/api.ts";
import { DeviceTensor, type Session, type SessionOptions } from "../session.ts";
import type { TensorLike } from "../tensors.ts";
import { identityModel } from "./identity-model.ts";
import {
  modelDamaged,
  openingError,
  runningError,
  type Subject,
} from "./ort-errors.ts";

const PROVIDERS = {
  cpu: "cpu",
  webgpu: "webgpu",
  cuda: "cuda",
  directml: "dml",
  coreml: "coreml",
} as const satisfies Record<Exclude<DeviceId, "tensorflow">, string>;

/**
 * Loads a model. Throws DEVICE_UNAVAILABLE, DEVICE_FAILED, OUT_OF_MEMORY, or MODEL_DAMAGED, which
 * also refuses inputs and outputs that are not float32.
 */
export async function openOnnxSession(
  model: Uint8Array,
  options: SessionOptions,
): Promise<Session> {
  const { device } = options;
  const native = await create(model, options);
  requireFloats([...native.inputMetadata, ...native.outputMetadata], options);
  const made = new Set<DeviceTensor>();
  let reader: Session | undefined;

  return {
    device,
    inputs: native.inputNames,
    outputs: native.outputNames,

    async run(feeds, outputs = native.outputNames) {
      const tensors = mapValues(feeds, (value) => toNative(value, device));
      const results = await native
        .run(tensors, outputs)
        .catch((error: unknown) => {
          throw runningError(error, options);
        });
      return mapValues(results as Record<string, Tensor>, (tensor) =>
        tensor.location === "cpu"
          ? { dims: tensor.dims, data: tensor.data as Float32Array }
          : new DeviceTensor(device, tensor.dims, tensor, made),
      );
    },

    async read(tensor) {
      reader ??= await openOnnxSession(identityModel(), { device });
      const { y } = await reader.run({ x: tensor });
      invariant(y && "data" in y, "the reader's output is on the device");
      return y;
    },

    async close() {
      for (const tensor of made) tensor.dispose();
      await reader?.close();
      await native.release();
    },
  };
}

async function create(
  model: Uint8Array,
  options: SessionOptions,
): Promise<InferenceSession> {
  const { device, outputsOnDevice = [], threads, spinning } = options;
  const { arena, memoryPattern } = options;
  invariant(device !== "tensorflow", "TensorFlow is an engine of its own");
  const onDevice = device === "webgpu" ? outputsOnDevice : [];
  env.logLevel = "error";
  try {
    return await InferenceSession.create(model, {
      executionProviders: [PROVIDERS[device]],
      // What fails in a session is thrown: a second report of it helps nobody.
      logSeverityLevel: 4,
      ...(onDevice.length > 0 && {
        preferredOutputLocation: Object.fromEntries(
          onDevice.map((name) => [name, "gpu-buffer"] as const),
        ),
      }),
      ...(threads !== undefined && { intraOpNumThreads: threads }),
      ...(arena !== undefined && { enableCpuMemArena: arena }),
      ...(memoryPattern !== undefined && { enableMemPattern: memoryPattern }),
      ...(spinning !== undefined && {
        extra: {
          session: { intra_op: { allow_spinning: spinning ? "1" : "0" } },
        },
      }),
    });
  } catch (error) {
    throw openingError(error, options);
  }
}

function requireFloats(
  metadata: readonly InferenceSession.ValueMetadata[],
  subject: Subject,
): void {
  for (const value of metadata)
    if (!value.isTensor || value.type !== "float32")
      throw modelDamaged(subject, `${value.name} is not a float32 tensor`);
}

function toNative(value: TensorLike | DeviceTensor, device: DeviceId): Tensor {
  if (value instanceof DeviceTensor) return value.on(device) as Tensor;
  return new Tensor("float32", value.data, value.dims);
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value)]),
  );
}
