/** What a task is: one use case, carried out inside the engine. */
import type { UseCaseName, UseCases } from "../../services/api.ts";
import type { Compute } from "../compute.ts";
import type { Turns } from "../denoise/overlap.ts";
import type { Devices } from "../devices/devices.ts";
import type { LabDesk } from "../lab/desk.ts";
import type { OpenImages } from "../images/open-images.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import type { NetworkPool } from "../networks/pool.ts";
import type { TrainingViews } from "../training/views/views.ts";

/** What the engine keeps from one task to the next. */
export interface EngineServices {
  readonly compute: Compute;
  readonly devices: Devices;
  readonly networks: NetworkPool;
  readonly meter: NoiseMeter;
  readonly images: OpenImages;
  readonly views: TrainingViews;
  readonly lab: LabDesk;
  readonly turns: Turns;
}

/** What a task works with. */
export interface TaskContext<Progress> extends EngineServices {
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
