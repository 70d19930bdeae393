/**
 * What the engine does with images that are open, as types; part of api.ts, whose conventions hold.
 *
 * Images on the screen stay open in the engine under ids that the caller chooses, as many as memory
 * allows. After a crash, or when the engine has closed one to make room, whatever names its id
 * rejects with IMAGE_NOT_OPEN; the caller opens it again.
 */
import type { Rect } from "../../models/image/image.ts";
import type { BlendSettings } from "../../models/inference/blend.ts";
import type { HardPlace } from "../../models/inference/hard-places.ts";
import type { CameraProfile } from "../../models/noise/camera-profiles.ts";
import type { NoisePlots } from "../../models/noise/plots.ts";
import type { SyntheticNoise } from "../../models/noise/synthetic.ts";
import type { NoiseSetting } from "../../models/inference/noise-setting.ts";
import type { Notice } from "../codecs/codec.ts";
import type {
  DeviceChanged,
  DeviceChoice,
  DeviceId,
  DeviceWish,
  ImageFormat,
  ImageNoise,
  UseCase,
} from "./api.ts";
import type { DenoiseRequest } from "./api-files.ts";

/** What is known of an image once it is decoded and measured. */
export interface ImageFacts {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bitDepth: number;
  readonly format: ImageFormat;
  readonly noise: ImageNoise;
  /** What `auto` means for this image. */
  readonly recommendedModel: string;
  /** `clean`: so little noise that denoising gains nothing. */
  readonly why: "white" | "correlated" | "clean";
  readonly notices: readonly Notice[];
  /** What it was taken with, where its metadata say so. */
  readonly taken?: { readonly camera: string; readonly iso: number };
  /** The settings that the file says it was denoised with. */
  readonly processing?: Pick<
    DenoiseRequest,
    "model" | "noise" | keyof BlendSettings
  >;
}

export interface OpenImageRequest {
  readonly id: string;
  readonly path: string;
  /** Megabytes that all open images together may take; absent, the limit stays as it is. */
  readonly memoryLimit?: number;
  /** What previews will ask for: it is tried meanwhile, so that the first one need not wait for that. */
  readonly device?: DeviceWish;
}

export interface OpenImageResult extends ImageFacts {
  /** Numbers the pixels that tiles show; it grows whenever they change, also from one engine to the next. */
  readonly revision: number;
}

export interface CloseImageRequest {
  readonly id: string;
}

/** A preview stops the one that runs on the same image. Cancelling keeps what is denoised. */
export interface PreviewRequest {
  readonly id: string;
  readonly model: string;
  readonly noise: NoiseSetting;
  readonly device: DeviceWish;
  /** The part of the image on the screen, which comes first; null for all of it. */
  readonly view: Rect | null;
}

export type PreviewProgress =
  /** Once, when the network is loaded. */
  | {
      readonly kind: "started";
      readonly choice: DeviceChoice;
      readonly revision: number;
      /** Of an earlier preview with the same network and noise. */
      readonly fraction: number;
    }
  /** At most about ten times a second. */
  | {
      readonly kind: "region";
      /** What tiles show otherwise than before. */
      readonly regions: readonly Rect[];
      /** Of the image's pixels, 0..1. */
      readonly fraction: number;
      readonly mpxPerSecond: number;
      readonly secondsLeft: number;
      readonly revision: number;
    }
  | DeviceChanged;

/** The whole image is denoised. */
export interface PreviewResult {
  readonly revision: number;
  readonly device: DeviceId;
}

/** Has an effect on a preview that is running. */
export interface LookAtRequest {
  readonly id: string;
  readonly view: Rect;
}

/** Of contract/resources.ts. */
export interface PreviewTileRequest {
  readonly id: string;
  readonly level: number;
  readonly column: number;
  readonly row: number;
  readonly texture: boolean;
}

export interface PreviewTileResult {
  /** As models/inference/preview-tile.ts packs it. */
  readonly bytes: Uint8Array;
  readonly revision: number;
  /** Whether the tile will stay as it is in this revision. */
  readonly complete: boolean;
}

export interface DisplayColoursRequest {
  readonly id: string;
}

export interface DisplayColoursResult {
  /** From the file's own encoding to sRGB, as models/image/colour-table.ts has it; null where that changes nothing. */
  readonly table: Uint8Array | null;
}

/** Of a file, which need not be open. */
export interface ThumbnailRequest {
  readonly path: string;
  /** The longer side at most, in pixels. */
  readonly edge: number;
  /** `middle`: a square from the middle in full size, instead of the whole made smaller. */
  readonly part?: "whole" | "middle";
}

/** Upright and in sRGB. */
export interface ThumbnailResult {
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
}

export interface NoisePlotsRequest {
  readonly id: string;
}

export interface NoisePictureRequest {
  readonly id: string;
}

export interface NoisePictureResult {
  /** As models/noise/noise-picture.ts packs it. */
  readonly bytes: Uint8Array;
}

export interface HardPlacesRequest {
  readonly id: string;
  /** Side of the places, in pixels. */
  readonly edge: number;
}

/** A place as a preview with this setting would show it, without any effect on the one that there is. */
export interface NoiseCropRequest {
  readonly id: string;
  readonly model: string;
  readonly noise: NoiseSetting;
  readonly device: DeviceWish;
  /** The corner of a square; one that reaches outside of the image is moved inside. */
  readonly x: number;
  readonly y: number;
  readonly edge: number;
}

export interface NoiseCropResult {
  /** As models/inference/preview-tile.ts packs it, with its texture. */
  readonly bytes: Uint8Array;
}

/** Rejects with USAGE where the image does not name its camera and ISO. */
export interface KeepProfileRequest {
  readonly id: string;
  /** σ in 0..255 units that was chosen for this image. */
  readonly level: number;
}

/**
 * The open image's pixels become those of its file with this noise; null takes it away again. They
 * are measured anew, and what was denoised is forgotten.
 */
export interface AddNoiseRequest {
  readonly id: string;
  readonly noise: SyntheticNoise | null;
}

export interface ScoresRequest {
  readonly id: string;
  readonly blend: BlendSettings;
}

/**
 * Of a part in the middle, against the file that noise was added to; null where none was added, or
 * not all is denoised yet.
 */
export type ScoresResult = {
  readonly noisy: Score;
  readonly denoised: Score;
} | null;

export interface Score {
  /** In dB. */
  readonly psnr: number;
  readonly ssim: number;
}

/** The part of `UseCases` that is about open images. */
export interface ImageUseCases {
  readonly noisePlots: UseCase<NoisePlotsRequest, never, NoisePlots>;
  readonly noisePicture: UseCase<
    NoisePictureRequest,
    never,
    NoisePictureResult
  >;
  readonly hardPlaces: UseCase<HardPlacesRequest, never, readonly HardPlace[]>;
  readonly noiseCrop: UseCase<NoiseCropRequest, never, NoiseCropResult>;
  readonly keepProfile: UseCase<KeepProfileRequest, never, CameraProfile>;
  readonly addNoise: UseCase<AddNoiseRequest, never, OpenImageResult>;
  readonly scores: UseCase<ScoresRequest, never, ScoresResult>;
  readonly openImage: UseCase<OpenImageRequest, never, OpenImageResult>;
  readonly closeImage: UseCase<CloseImageRequest, never, null>;
  readonly preview: UseCase<PreviewRequest, PreviewProgress, PreviewResult>;
  readonly lookAt: UseCase<LookAtRequest, never, null>;
  readonly previewTile: UseCase<PreviewTileRequest, never, PreviewTileResult>;
  readonly displayColours: UseCase<
    DisplayColoursRequest,
    never,
    DisplayColoursResult
  >;
  readonly thumbnail: UseCase<ThumbnailRequest, never, ThumbnailResult>;
}
