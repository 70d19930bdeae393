/** What travels about training, as types. Conventions as in values.ts. */
import type {
  BlindResult,
  TrainingReport,
} from "../../models/training/report.ts";
import type { NetworkName } from "../../models/networks/table.ts";
import type { DeviceChoice, DeviceWish, ErrorData } from "../services/api.ts";
import type {
  DataModeName,
  InspectFolderProgress,
  InspectFolderResult,
  TrainingNow,
  TrainingPlace,
  TrainingSettings,
} from "../services/api-training.ts";

export type { DataModeName, InspectFolderProgress, InspectFolderResult };
export type { BlindResult, TrainingReport };
export type { NetworkName, TrainingNow, TrainingPlace, TrainingSettings };
export type { LeftOut, ReasonCode } from "../services/api-training.ts";

/** A folder that is being looked at, before anything is learnt from it. */
export interface Inspection {
  readonly folder: string;
  readonly state: "inspecting" | "done" | "failed";
  readonly progress?: InspectFolderProgress;
  readonly result?: InspectFolderResult;
  readonly error?: ErrorData;
}

export type TrainingId = string;

export type TrainingBudget =
  { readonly minutes: number } | { readonly steps: number };

/** Everything that the person decides before a training starts. */
export interface TrainingPlan {
  readonly folder: string;
  readonly data: DataModeName | "auto";
  /** A folder of noisy photographs, whose noise is added to clean ones; null: `noise` says which. */
  readonly like: string | null;
  readonly network: NetworkName;
  /** A model's name, or `none`. */
  readonly base: string;
  readonly noise: "awgn" | "photo";
  readonly budget: TrainingBudget;
  readonly seed: number;
  readonly device: DeviceWish;
  /** For those who know how networks learn; what is absent is as the recipe has it. */
  readonly settings: TrainingSettings;
}

/** What was found out when the training began. */
export interface TrainingFacts {
  readonly choice: DeviceChoice;
  readonly network: NetworkName;
  readonly parameters: number;
  readonly data: DataModeName;
  /** Photographs, or pairs, that are learnt from, and that are held out to measure on. */
  readonly images: number;
  readonly heldOut: number;
  /** PSNR in dB of the held-out ones as they are, and as the base denoises them. */
  readonly noisyPsnr?: number;
  readonly basePsnr?: number;
}

/** The loss at a step, smoothed. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** PSNR in dB of the held-out photographs at a step. */
export interface PsnrPoint {
  readonly step: number;
  readonly psnr: number;
}

/** It went back to a step and goes on otherwise. */
export interface Recovery {
  readonly why: "diverged" | "memory" | "device";
  readonly step: number;
  readonly batch: number;
  readonly learningRate: number;
}

export interface TrainingOutcome {
  /** `done`: at the end of the budget; `stopped`: by the person; `early`: it got no better. */
  readonly ended: "done" | "stopped" | "early";
  /** The step whose network is the result: of several that were measured the best. */
  readonly writtenStep: number;
  readonly steps: number;
  readonly seconds: number;
  readonly mpxPerSecond: number;
  /** Whether it beats what it is compared with. */
  readonly report: TrainingReport;
}

/** One training, which survives closing, crashes and restarts as `paused`. */
export interface TrainingItem {
  readonly id: TrainingId;
  /** `preparing`: photographs and device are looked at; `stopping`: what was learnt is being kept. */
  readonly state:
    "preparing" | "running" | "paused" | "stopping" | "ended" | "failed";
  /** When it was started, in milliseconds since 1970. */
  readonly started: number;
  readonly plan: TrainingPlan;
  /** While the folder is looked at. */
  readonly inspecting?: InspectFolderProgress;
  readonly facts?: TrainingFacts;
  readonly now?: TrainingNow;
  readonly measured: readonly PsnrPoint[];
  readonly recoveries: readonly Recovery[];
  /** Steps of which there are pictures, ascending; 0 is what it began with. */
  readonly snapshots: readonly number[];
  /** Places of photographs that are kept in sight. */
  readonly pinned: readonly TrainingPlace[];
  /** At the end: how many held-out photographs are measured for the report. */
  readonly measuring?: { readonly done: number; readonly of: number };
  /** Set once it has ended. */
  readonly outcome?: TrainingOutcome;
  /** Why it failed; it may be able to go on all the same. */
  readonly error?: ErrorData;
  /** The model that it was accepted as. */
  readonly model?: string;
}

/** What has happened since the last report. */
export interface TrainingMetrics {
  readonly id: TrainingId;
  readonly now: TrainingNow;
  readonly points: readonly LossPoint[];
}
