/** What the runtimes throw, sorted into the errors that a caller can act on. */
import { NitidoError } from "../../../models/errors.ts";
import type { DeviceId } from "../../services/api.ts";

/** Words of the CPU arena, CUDA, cuDNN, DirectML (by its HRESULT), Dawn, Vulkan and TensorFlow. */
const MEMORY =
  /failed to allocate memory|bad_alloc|out[ _]of[ _](device[ _])?memory|alloc_failed|8007000e|not enough memory|\bOOM when allocating/i;

/** The provider is not in this build, a library of it is missing, or there is no such adapter. */
const ABSENT =
  /no available backend found|failed to load (shared )?library|cannot open shared object|failed to get a webgpu adapter|no supported adapters|CUDA failure 100|CUDA driver version is insufficient/i;

const BAD_MODEL =
  /protobuf parsing failed|invalid model|model data pointer is null|no op registered|ShapeInferenceError|type error|unsupported model ir version|invalid_graph|not a registered function\/op|could not find an implementation/i;

/** The feeds do not fit the model's inputs: only a bug can cause it. Drivers use the same words, but later. */
const BAD_FEEDS =
  /^(invariant: |input '.*' is missing|got invalid dimensions|invalid rank for input|unexpected input data type|invalid argument|tensor\.)/i;

/** What an error is about: a device, and a model by the name that its user gave it. */
export interface Subject {
  readonly device: DeviceId;
  readonly model?: string;
}

/** The error of a session that could not be opened: OUT_OF_MEMORY, DEVICE_UNAVAILABLE, MODEL_DAMAGED or DEVICE_FAILED. */
export function openingError(thrown: unknown, subject: Subject): NitidoError {
  const { device } = subject;
  const { message, reason } = describe(thrown);
  if (MEMORY.test(message)) return new NitidoError("OUT_OF_MEMORY", { device });
  if (ABSENT.test(message))
    return new NitidoError("DEVICE_UNAVAILABLE", { device, reason });
  if (device === "cpu" || BAD_MODEL.test(message))
    return modelDamaged(subject, reason);
  return new NitidoError("DEVICE_FAILED", { device, reason });
}

/**
 * The error of a run that broke off: OUT_OF_MEMORY, INTERNAL for feeds that do not fit, and else
 * DEVICE_FAILED; on the CPU, which does not fail, MODEL_DAMAGED.
 */
export function runningError(thrown: unknown, subject: Subject): NitidoError {
  const { device } = subject;
  const { message, reason } = describe(thrown);
  if (MEMORY.test(message)) return new NitidoError("OUT_OF_MEMORY", { device });
  if (BAD_FEEDS.test(message))
    return new NitidoError("INTERNAL", { message: reason });
  if (device === "cpu") return modelDamaged(subject, reason);
  return new NitidoError("DEVICE_FAILED", { device, reason });
}

export function modelDamaged({ model }: Subject, reason: string): NitidoError {
  const named = model === undefined ? {} : { model };
  return new NitidoError("MODEL_DAMAGED", { ...named, reason });
}

/** The runtime's message, and its first sentence that speaks of the cause, not of C++. */
function describe(thrown: unknown): { message: string; reason: string } {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [reason = ""] = message
    .replace(/^Non-zero status code .*? Status Message: /s, "")
    .replace(/^\S+\.(cc|h):\d+ .*? was false\. /s, "")
    .trim()
    .split("\n");
  return { message, reason };
}
