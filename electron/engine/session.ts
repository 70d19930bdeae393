/** What the compute thread knows of an engine: a loaded model on one device, which it runs. */
import { invariant } from "../../models/errors.ts";
import type { DeviceId } from "../services/api.ts";
import type { TensorLike } from "./tensors.ts";

export interface SessionOptions {
  readonly device: DeviceId;
  /** The model's name, for errors. */
  readonly model?: string;
  /** Outputs that stay in the device's memory. Only WebGPU and TensorFlow can; elsewhere they are returned as values. */
  readonly outputsOnDevice?: readonly string[];
  /** Threads of the CPU provider; by default one for each physical core. */
  readonly threads?: number;
  /**
   * Whether threads that wait for work burn a core rather than sleep (default: yes). It is faster
   * while nothing else runs, and slows down whatever else does.
   */
  readonly spinning?: boolean;
  /** Whether the CPU provider keeps memory between runs (default: yes): faster, and larger. */
  readonly arena?: boolean;
  /** Whether the CPU provider lays the memory of a run out in one piece, beside what its first run took (default: yes). */
  readonly memoryPattern?: boolean;
}

/** A runtime's own tensor. */
interface NativeTensor {
  dispose(): void;
}

/** A tensor in the device's memory. The session that made it disposes of it when it is closed. */
export class DeviceTensor<Native extends NativeTensor = NativeTensor> {
  readonly device: DeviceId;
  readonly dims: readonly number[];
  readonly #siblings: Set<DeviceTensor>;
  #tensor: Native | undefined;

  constructor(
    device: DeviceId,
    dims: readonly number[],
    tensor: Native,
    siblings: Set<DeviceTensor>,
  ) {
    this.device = device;
    this.dims = dims;
    this.#tensor = tensor;
    this.#siblings = siblings.add(this);
  }

  /** The runtime's tensor for a run on `device`. A wrong one would not be refused: it would crash or be misread. */
  on(device: DeviceId): Native {
    invariant(this.#tensor, "a device tensor is used after its disposal");
    invariant(this.device === device, `a ${this.device} tensor on ${device}`);
    return this.#tensor;
  }

  dispose(): void {
    this.#tensor?.dispose();
    this.#tensor = undefined;
    this.#siblings.delete(this);
  }
}

export type Values = Record<string, TensorLike | DeviceTensor>;

export interface Session {
  readonly device: DeviceId;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Computes the named outputs, or all. Throws OUT_OF_MEMORY, DEVICE_FAILED, MODEL_DAMAGED; INTERNAL
   * when the feeds do not fit. One run at a time, over all sessions.
   */
  run(feeds: Readonly<Values>, outputs?: readonly string[]): Promise<Values>;
  /** Copies a tensor of this device to the processor's memory. Throws OUT_OF_MEMORY, DEVICE_FAILED. */
  read(tensor: DeviceTensor): Promise<TensorLike>;
  close(): Promise<void>;
}
