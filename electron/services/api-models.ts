/** What the engine does with networks and profiles of cameras, as types; part of api.ts, whose conventions hold. */
import type { ModelAdapter } from "../../models/inference/adapter.ts";
import type { Integrity } from "../../models/inference/integrity.ts";
import type { NetworkName } from "../../models/networks/table.ts";
import type { CameraProfile } from "../../models/noise/camera-profiles.ts";
import type { TrainingNoise } from "../../models/noise/mixes.ts";
import type { TrainingReport } from "../../models/training/report.ts";
import type { DeviceId, DeviceWish, UseCase } from "./api.ts";

// --- models ------------------------------------------------------------------

export interface ModelsRequest {
  /** One network, read and checked; null lists all that have names, shipped and the user's own. */
  readonly model: string | null;
}

export interface ModelReport {
  readonly name: string;
  readonly file: string;
  readonly megabytes: number;
  /** `file`: it was named by its path. */
  readonly origin: "shipped" | "imported" | "trained" | "file";
  /** Unknown for what is not Nítido's own. */
  readonly network?: NetworkName;
  readonly noise?: TrainingNoise;
  readonly parameters?: number;
  /** Of networks that were trained here: whether they beat what they were compared with. */
  readonly report?: TrainingReport;
  /** The card as it is written, plain JSON; absent where there is none or it is damaged. */
  readonly card?: Readonly<Record<string, unknown>>;
}

export interface ModelsResult {
  readonly models: readonly ModelReport[];
}

// --- inspectModel ------------------------------------------------------------

export interface InspectModelRequest {
  /** An ONNX file that others made, or that was trained here. */
  readonly path: string;
}

/** Rejects with FILE_NOT_FOUND, MODEL_DAMAGED, or MODEL_UNSUITABLE for what is no denoiser. */
export interface InspectModelResult {
  /** The file's, without extension. */
  readonly name: string;
  /** Found by trying the model on the CPU. */
  readonly adapter: ModelAdapter;
}

// --- measureModel ------------------------------------------------------------

export interface MeasureModelRequest {
  /** A name from the list of models, or the path of an `.onnx` file. */
  readonly model: string;
  readonly device: DeviceWish;
}

export interface MeasureModelResult {
  readonly integrity: Integrity;
  readonly device: DeviceId;
  /** Of windows as large as the model likes. */
  readonly mpxPerSecond: number;
  /** The number of weights. */
  readonly parameters: number;
}

// --- profileFolder -----------------------------------------------------------

export interface ProfileFolderRequest {
  /** Photographs of one's cameras, entered in full. */
  readonly folder: string;
}

/** At most about ten times a second. */
export interface ProfileFolderProgress {
  readonly kind: "profiling";
  /** `reading`: which camera took each; `measuring`: the noise of some of each setting. */
  readonly what: "reading" | "measuring";
  readonly done: number;
  readonly of: number;
}

/** Rejects with FILE_NOT_FOUND, and with DATA_UNSUITABLE where there is nothing to make a profile of. */
export interface ProfileFolderResult {
  /** What was made, and is kept from now on: `auto` noise follows it. */
  readonly profiles: readonly CameraProfile[];
  /** Photographs without the camera or ISO in their EXIF, and those of settings with fewer than three. */
  readonly anonymous: number;
  readonly few: number;
}

// --- bench -------------------------------------------------------------------

export interface BenchRequest {
  readonly network: NetworkName;
  readonly device: DeviceWish;
}

export interface BenchProgress {
  readonly kind: "phase";
  readonly phase: "peak" | "train" | "infer";
  /** Of the whole measurement, 0..1. */
  readonly fraction: number;
}

export interface BenchResult {
  readonly device: DeviceId;
  readonly network: NetworkName;
  readonly trainMpxPerSecond: number;
  readonly inferMpxPerSecond: number;
  readonly inferGflops: number;
  /** Of a large matrix product, measured in the same run. */
  readonly peakGflops: number;
}

// --- the table ---------------------------------------------------------------

/** The part of `UseCases` that is about networks. */
export interface ModelUseCases {
  readonly models: UseCase<ModelsRequest, never, ModelsResult>;
  readonly profileFolder: UseCase<
    ProfileFolderRequest,
    ProfileFolderProgress,
    ProfileFolderResult
  >;
  readonly inspectModel: UseCase<
    InspectModelRequest,
    never,
    InspectModelResult
  >;
  readonly measureModel: UseCase<
    MeasureModelRequest,
    never,
    MeasureModelResult
  >;
  readonly bench: UseCase<BenchRequest, BenchProgress, BenchResult>;
}
