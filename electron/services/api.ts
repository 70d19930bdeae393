/**
 * What the engine does for every host, as types: one request, one kind of
 * progress and one result for each use case. Nothing here runs.
 *
 * Conventions: a path is absolute or relative to the working folder, which the
 * engine's process shares, and reports repeat it as it was given. Noise levels
 * (σ) are in 0..255 units, sliders in 0..100, sizes in megapixels of 10⁶ pixels,
 * times in seconds. Everything survives structured copying: no functions, no
 * class instances, no `undefined` in place of a value.
 */
import type { ErrorCode, ErrorDetails } from "../../models/errors.ts";
import type { NetworkName } from "../../models/networks/table.ts";
import type { TrainingNoise } from "../../models/noise/mixes.ts";
import type { FileUseCases } from "./api-files.ts";
import type { ImageFacts, ImageUseCases } from "./api-images.ts";
import type { LabUseCases } from "./api-lab.ts";
import type { LabCompressUseCases } from "./api-lab-compress.ts";
import type { LabFeatureUseCases } from "./api-lab-features.ts";
import type { LabStudyUseCases } from "./api-lab-studies.ts";
import type { LabUsesUseCases } from "./api-lab-uses.ts";
import type { LabViewUseCases } from "./api-lab-views.ts";
import type { ModelUseCases } from "./api-models.ts";
import type {
  InspectFolderProgress,
  InspectFolderRequest,
  InspectFolderResult,
  TrainProgress,
  TrainRequest,
  TrainingCropRequest,
  TrainingCropResult,
  TrainingPictureRequest,
  TrainingPictureResult,
  TrainingPlacesRequest,
  TrainingPlacesResult,
  TrainResult,
} from "./api-training.ts";

/** An error as data. `message` is for logs; people read the catalogue's text for `code`. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

export type DeviceId =
  "cpu" | "webgpu" | "cuda" | "directml" | "coreml" | "tensorflow";
/** `auto` takes the quickest device that gives right answers. */
export type DeviceWish = DeviceId | "auto";

/** Which device works, and why that one. */
export interface DeviceChoice {
  readonly device: DeviceId;
  /** As the driver or the operating system calls it. */
  readonly name: string;
  /**
   * `fallback`: another one failed in the middle of work, or was asked for by `auto` and failed.
   * `meanwhile`: the others have not been tried yet. `unsupported`: the device that was chosen does
   * not run models that others made.
   */
  readonly why:
    "asked" | "fastest" | "only" | "fallback" | "meanwhile" | "unsupported";
  /** The device that was left, when `why` is `fallback` or `unsupported`. */
  readonly failed?: DeviceId;
}

/** What can be written. */
export type OutputFormat = "png" | "jpeg" | "tiff" | "webp" | "avif" | "jxl";

/** What can be read. */
export type ImageFormat =
  OutputFormat | "gif" | "bmp" | "pnm" | "hdr" | "exr" | "heic" | "raw";

/** The device changed while working, usually to the CPU. */
export interface DeviceChanged {
  readonly kind: "device";
  readonly choice: DeviceChoice;
}

/** The noise of one image: measured, or only `sigma` when the level was given. */
export interface NoiseReport {
  /** Standard deviation of red, green, blue. */
  readonly sigma: readonly [number, number, number];
  /** Signal dependence: variance = a·x + b with samples x and noise in 0..1. */
  readonly a?: number;
  readonly b?: number;
  /** Noise of the second finest scale over that of the finest; 1 for white noise. */
  readonly correlation?: number;
  readonly correlated?: boolean;
  /** Mean variance, in squared 0..1 units, at the centres of equal ranges of intensity from black to white. */
  readonly curve?: readonly number[];
  /** The camera profile that it is from; absent where it was measured on the image itself. */
  readonly profile?: { readonly camera: string; readonly iso: number };
}

/** All of it, as `auto` takes it. */
export type ImageNoise = Required<Omit<NoiseReport, "profile">> &
  Pick<NoiseReport, "profile">;

// --- train -------------------------------------------------------------------

export type { NetworkName };
export type { TrainingNoise };

// --- analyze -----------------------------------------------------------------

export interface AnalyzeRequest {
  readonly image: string;
  /** Megabytes that the work may take; absent: a quarter of the machine's. */
  readonly memoryLimit?: number;
  /** A folder for the pixels of images that memory does not hold; absent: the system's for temporary files. */
  readonly scratch?: string;
}

export interface AnalyzeResult extends ImageFacts {
  readonly image: string;
}

// --- devices -----------------------------------------------------------------

export interface DevicesRequest {
  /**
   * Start a throw-away process for each device and compare a known answer. `later`: answer at once,
   * and do so when there is nothing else to do.
   */
  readonly probe: boolean | "later";
}

export type DeviceNote = "notInstalled" | "withoutGpu";

export interface DeviceReport {
  readonly device: DeviceId;
  readonly name: string;
  /**
   * `absent`: this platform's runtime has no such provider. `unavailable`:
   * the adapter or a library is missing. `wrong`: the known answer came out
   * otherwise. `crashed`: the probe's process died. `unprobed`: not tried.
   */
  readonly status:
    "ready" | "absent" | "unavailable" | "wrong" | "crashed" | "unprobed";
  /** What TensorFlow is here: not installed, or without a graphics adapter that it can use. */
  readonly note?: DeviceNote;
  /** The driver's or runtime's own words, when it is not ready. */
  readonly detail?: string;
  /** Of the probe's network on its tile, when it is ready. */
  readonly mpxPerSecond?: number;
  /** Found at an earlier start of the engine; nothing has changed since that it depends on. */
  readonly earlier?: true;
}

export interface DevicesResult {
  readonly devices: readonly DeviceReport[];
  /** What `auto` means on this machine. */
  readonly choice: DeviceChoice;
}

// --- the table ---------------------------------------------------------------

export interface UseCase<Request, Progress, Result> {
  readonly request: Request;
  readonly progress: Progress;
  readonly result: Result;
}

/** Every use case. Adding one here makes the engine and its client fail to compile until both know it. */
export interface UseCases
  extends
    FileUseCases,
    ImageUseCases,
    LabUseCases,
    LabViewUseCases,
    LabStudyUseCases,
    LabFeatureUseCases,
    LabCompressUseCases,
    LabUsesUseCases,
    ModelUseCases {
  readonly train: UseCase<TrainRequest, TrainProgress, TrainResult>;
  readonly trainingCrop: UseCase<
    TrainingCropRequest,
    never,
    TrainingCropResult
  >;
  readonly trainingPlaces: UseCase<
    TrainingPlacesRequest,
    never,
    TrainingPlacesResult
  >;
  readonly trainingPicture: UseCase<
    TrainingPictureRequest,
    never,
    TrainingPictureResult
  >;
  readonly analyze: UseCase<AnalyzeRequest, never, AnalyzeResult>;
  readonly devices: UseCase<DevicesRequest, never, DevicesResult>;
  readonly inspectFolder: UseCase<
    InspectFolderRequest,
    InspectFolderProgress,
    InspectFolderResult
  >;
}

export type UseCaseName = keyof UseCases;

/** How a caller follows and stops a call. */
export interface Watch<Progress> {
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting makes the call reject with CANCELLED once everything partial is removed. */
  readonly signal?: AbortSignal;
}

/** One use case as a function. It rejects with a NitidoError. */
export type Call<Name extends UseCaseName> = (
  request: UseCases[Name]["request"],
  watch?: Watch<UseCases[Name]["progress"]>,
) => Promise<UseCases[Name]["result"]>;

/** The engine as its callers see it: every use case, and a way to end it. */
export type Engine = { readonly [Name in UseCaseName]: Call<Name> } & {
  /** Ends the engine's process; calls in progress reject with CANCELLED. */
  readonly stop: () => Promise<void>;
};
