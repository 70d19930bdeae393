/**
 * What travels between the services and an interface, as types.
 *
 * Conventions: noise levels (σ) are in 0..255 units, sliders in 0..100, lengths in pixels of the
 * full-size image, times in seconds, sizes in megapixels of 10⁶ pixels unless the name says
 * otherwise. Pixels never travel here: an image has an id, and its pixels have addresses
 * (resources.ts).
 */
import type { EncodingChoices, FileDepth, Notice } from "../codecs/codec.ts";
import type {
  DeviceChoice,
  DeviceId,
  DeviceReport,
  DeviceWish,
  ErrorData,
  ImageFormat,
  ImageNoise,
  NoiseReport,
  OutputFormat,
} from "../services/api.ts";
import type { ImageFacts } from "../services/api-images.ts";
import type { NoisePlots } from "../../models/noise/plots.ts";
import type { SyntheticNoise } from "../../models/noise/synthetic.ts";
import type { NoiseModelName } from "../../models/noise/table.ts";
import type { Rect } from "../../models/image/image.ts";
import type { HardPlace } from "../../models/inference/hard-places.ts";
import type { ModelAdapter } from "../../models/inference/adapter.ts";
import type { TrainingReport } from "../../models/training/report.ts";
import type { Integrity } from "../../models/inference/integrity.ts";
import type { LabItem } from "./lab-values.ts";
import type { Inspection, TrainingItem } from "./training-values.ts";
import type { NoiseSetting } from "../../models/inference/noise-setting.ts";

export type { DeviceChoice, DeviceId, DeviceReport, DeviceWish, ErrorData };
export type { FileDepth, ImageFacts, ImageFormat, OutputFormat };
export type { ImageNoise, NoiseModelName, NoiseReport, NoiseSetting };
export type {
  HardPlace,
  Integrity,
  ModelAdapter,
  NoisePlots,
  Notice,
  Rect,
  TrainingReport,
};
export type { SyntheticNoise };

// --- images ------------------------------------------------------------------

/** Names an image in the film strip; it stays the same over reloads and restarts. */
export type ImageId = string;

/** Everything that decides how one image is denoised. */
export interface DenoiseSettings {
  /** A name from the list of models; `auto` takes the default for the image's kind of noise. */
  readonly model: string;
  readonly noise: NoiseSetting;
  /** The four sliders of models/inference/blend.ts. */
  readonly strength: number;
  readonly luma: number;
  readonly chroma: number;
  readonly detail: number;
}

/** One image in the film strip. */
export interface ImageItem {
  readonly id: ImageId;
  /** The file's name. */
  readonly name: string;
  /** Null for what has no place on the disk, as a picture from the clipboard. */
  readonly path: string | null;
  readonly state: "waiting" | "opening" | "denoising" | "done" | "failed";
  /** Of the denoised part, 0..1. */
  readonly fraction: number;
  readonly settings: DenoiseSettings;
  /** Counts results: tiles with another revision show other pixels. */
  readonly revision: number;
  readonly facts?: ImageFacts;
  /** What was put on the clean original; null or absent for the image as it is. */
  readonly synthetic?: SyntheticNoise | null;
  /** Set when `state` is `failed`. */
  readonly error?: ErrorData;
  /** Where it was saved last. */
  readonly saved?: string;
}

/** How a result is coming along. */
export interface PreviewProgress {
  readonly id: ImageId;
  readonly revision: number;
  /** What has become clean since the last report. */
  readonly regions: readonly Rect[];
  readonly fraction: number;
  readonly mpxPerSecond: number;
  readonly secondsLeft: number;
  readonly choice: DeviceChoice;
}

/** Against the clean image that synthetic noise was put on. */
export interface Scores {
  readonly noisy: { readonly psnr: number; readonly ssim: number };
  readonly denoised: { readonly psnr: number; readonly ssim: number };
}

// --- saving ------------------------------------------------------------------

export interface SaveRules extends EncodingChoices {
  /** A folder, or null: beside each original. */
  readonly folder: string | null;
  /** The name without extension; services/naming.ts lists what may stand in braces. */
  readonly name: string;
  readonly format: "keep" | OutputFormat;
  readonly bitDepth: "keep" | FileDepth;
  /** `no-location`: everything but GPS and names of places; `none`: the colour profile alone. */
  readonly metadata: "keep" | "no-location" | "none";
  /** When the name is taken. `number` appends -2, -3, … */
  readonly existing: "number" | "overwrite" | "skip" | "fail";
}

/** What one image would be called, or why it cannot be written. */
export interface SaveName {
  readonly id: ImageId;
  readonly output: string | null;
  readonly error?: ErrorData;
}

/** What a batch will take. */
export interface SaveEstimate {
  readonly images: number;
  readonly megapixels: number;
  /** Null where the speed of a model was not measured on this device. */
  readonly seconds: number | null;
  /** Of all results, roughly. */
  readonly bytes: number;
  /** On the disk that they go to; null where that is not known. */
  readonly free: number | null;
}

export type JobId = string;

/** Report (JSON) and proof sheet (HTML) of a job. */
export interface SavePapers {
  readonly job: JobId;
  readonly report?: string;
  readonly proof?: string;
  /** How far writing them is, 0..1; absent when it is over. */
  readonly fraction?: number;
  /** Why they could not be written. */
  readonly error?: ErrorData;
}

/** A batch of images on their way to the disk. It survives a restart of the app. */
export interface SaveJob {
  readonly id: JobId;
  readonly state: "running" | "paused" | "done" | "cancelled";
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of the pixels, 0..1. */
  readonly fraction: number;
  readonly mpxPerSecond: number;
  /** Null while it cannot be told. */
  readonly secondsLeft: number | null;
  /** The newest last; at most a hundred, `save.report` gives them all. */
  readonly files: readonly SavedFile[];
  /** Why it paused of its own accord: every further file would fail as well. */
  readonly error?: ErrorData;
}

export interface SavedFile {
  readonly image: ImageId;
  readonly input: string;
  readonly output: string | null;
  readonly status: "done" | "failed" | "skipped";
  readonly error?: ErrorData;
  readonly notices: readonly Notice[];
  readonly seconds: number;
}

// --- models ------------------------------------------------------------------

export interface ModelItem {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly origin: "shipped" | "imported" | "trained";
  readonly megabytes: number;
  readonly parameters?: number;
  readonly licence?: string;
  /** Whether it can be told how strong the noise is. */
  readonly noiseInput: boolean;
  /** Measured here, on the device in use. */
  readonly mpxPerSecond?: number;
  readonly integrity?: Integrity;
  /** Of networks that were trained here: whether they beat what they were compared with. */
  readonly report?: TrainingReport;
  /** The card as it is written: training data, recipe, measured quality. */
  readonly card: Readonly<Record<string, unknown>> | null;
}

// --- camera profiles ---------------------------------------------------------

/** The noise of one camera at one ISO, which `auto` takes for its photographs. */
export interface ProfileItem {
  readonly id: string;
  readonly camera: string;
  readonly iso: number;
  /** The longer and the shorter side in pixels, and the format, of the photographs that it is for. */
  readonly size: readonly [number, number];
  readonly format: string;
  /** How many it was measured on. */
  readonly photographs: number;
  /** At mid-grey, in 0..255 units. */
  readonly sigma: number;
}

// --- settings ----------------------------------------------------------------

export interface Settings {
  readonly language: "system" | "en" | "es";
  readonly theme: "system" | "light" | "dark";
  readonly device: DeviceWish;
  /** Megabytes the engine may use for opened images. */
  readonly memoryLimit: number;
  /** The default model for images with white and with correlated noise. */
  readonly models: { readonly white: string; readonly correlated: string };
  readonly save: SaveRules;
  readonly defaults: DenoiseSettings;
  readonly presets: readonly Preset[];
}

export interface Preset {
  readonly name: string;
  readonly settings: DenoiseSettings;
}

// --- the app -----------------------------------------------------------------

/** What the host can do beyond a browser tab. */
export interface Capabilities {
  readonly host: "electron" | "browser";
  /** A native dialog can be asked for files and folders. */
  readonly dialogs: boolean;
  /** The file manager can be asked to show a file. */
  readonly reveal: boolean;
}

/** All that an interface needs to show itself: at start, and after a reload. */
export interface AppState {
  readonly version: string;
  readonly capabilities: Capabilities;
  /** What the language `system` means; null where the page knows it from its browser. */
  readonly systemLanguage: "en" | "es" | null;
  /** A folder to offer for results that have no original on the disk to lie beside. */
  readonly resultsFolder: string;
  readonly settings: Settings;
  readonly images: readonly ImageItem[];
  /** The image that is open. */
  readonly current: ImageId | null;
  readonly models: readonly ModelItem[];
  readonly jobs: readonly SaveJob[];
  /** What went wrong before anybody could be told. */
  readonly troubles: readonly ErrorData[];
  readonly inspection: Inspection | null;
  /** The newest last. */
  readonly trainings: readonly TrainingItem[];
  /** The newest last. */
  readonly labs: readonly LabItem[];
}
