/** What an interface asks of the lab beyond what the command line does: to look at pictures, and to stop early. Conventions as in api-lab.ts. */
import type { Corruption } from "../../models/lab/corrupt.ts";
import type { PictureShape } from "../../models/networks/autoencoders/autoencoder.ts";
import type { UseCase } from "./api.ts";
import type {
  LabPicturesRequest,
  LabReading,
  LabReadingProgress,
  LabTrainRequest,
} from "./api-lab.ts";

// --- labSource ---------------------------------------------------------------

/** Reads a source anew, whatever was kept of it. */
export interface LabSourceRequest extends Pick<
  LabTrainRequest,
  "source" | "size" | "grey"
> {
  /** Pictures to be seen at most, chosen by chance. */
  readonly limit: number;
}

/** Rejects as `labTrain` for pictures. */
export interface LabSourceResult {
  readonly reading: LabReading;
  readonly shape: PictureShape;
  /** In 0..255, C×H×W, one after the other. */
  readonly pictures: Uint8Array;
  readonly labels: readonly (string | null)[];
}

// --- labStop -----------------------------------------------------------------

/** A run that learns ends after the next step, and is kept. */
export interface LabStopRequest {
  readonly run: string;
}

export interface LabStopResult {
  /** False where no such run learns here. */
  readonly stopped: boolean;
}

// --- labRebuild --------------------------------------------------------------

export interface LabRebuildRequest extends LabPicturesRequest {
  /** Those with these names, in this order; null: up to `limit`, spread evenly over the part. */
  readonly names: readonly string[] | null;
  readonly limit: number;
  /** What is done to the pictures that go in; null: nothing. */
  readonly corruption: Corruption | null;
  readonly seed: number;
}

/** Rejects as `labEncode`. Pictures as in `LabSourceResult`: as they are, what goes in, what comes out. */
export interface LabRebuildResult {
  readonly shape: PictureShape;
  readonly names: readonly string[];
  readonly labels: readonly (string | null)[];
  readonly originals: Uint8Array;
  readonly inputs: Uint8Array;
  readonly rebuilt: Uint8Array;
  /** Of what goes in. */
  readonly codes: readonly (readonly number[])[];
  /** Mean squared errors of what goes in and of what comes out, per sample in 0..1. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** What Nítido's own denoiser makes of what goes in, and its errors; where that is white noise, which it is made for. */
  readonly denoiser: {
    readonly pictures: Uint8Array;
    readonly errors: readonly number[];
  } | null;
}

// --- labFilters --------------------------------------------------------------

export interface LabFiltersRequest {
  readonly run: string;
  /** At most so many, spread evenly over the units. */
  readonly limit: number;
}

/** What the units of the encoder's first layer look for. Rejects as `labEncode`. */
export interface LabFiltersResult {
  /** Of one filter: that of a picture, or of a convolution's kernel. */
  readonly shape: PictureShape;
  /** Which units these are. */
  readonly units: readonly number[];
  /** One after the other; 128 is a weight of zero, 0 or 255 the filter's largest. */
  readonly filters: Uint8Array;
}

export interface LabViewUseCases {
  readonly labSource: UseCase<
    LabSourceRequest,
    LabReadingProgress,
    LabSourceResult
  >;
  readonly labStop: UseCase<LabStopRequest, never, LabStopResult>;
  readonly labRebuild: UseCase<
    LabRebuildRequest,
    LabReadingProgress,
    LabRebuildResult
  >;
  readonly labFilters: UseCase<LabFiltersRequest, never, LabFiltersResult>;
}
