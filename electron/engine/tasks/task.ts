/** What a task is: one use case, carried out inside the engine. */
import type { UseCaseName, UseCases } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import type { Devices } from "../devices/devices.ts";

/** What a task works with. */
export interface TaskContext<Progress> {
  readonly compute: Compute;
  readonly devices: Devices;
  /** Tells the caller; in order, and before the result. */
  readonly progress: (progress: Progress) => void;
  /** Aborted when the caller cancels or is gone: the task removes what is partial, then throws the signal's reason. */
  readonly signal: AbortSignal;
}

/** Throws a NitidoError for what a user can cause. */
export type Task<Name extends UseCaseName> = (
  request: UseCases[Name]["request"],
  context: TaskContext<UseCases[Name]["progress"]>,
) => Promise<UseCases[Name]["result"]>;
