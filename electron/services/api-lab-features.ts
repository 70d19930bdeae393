/** What the units of a run's encoder respond to. Conventions as in api-lab.ts. */
import type { PictureShape } from "../../models/networks/autoencoders/autoencoder.ts";
import type { UseCase } from "./api.ts";
import type {
  LabPicturesRequest,
  LabReading,
  LabReadingProgress,
} from "./api-lab.ts";
import type { LabFiltersResult } from "./api-lab-views.ts";

export interface LabFeaturesRequest extends LabPicturesRequest {
  /** The picture whose activations are shown, by its name; null: the part's first. */
  readonly picture: string | null;
  /** At most so many units of each layer, and filters, spread evenly over them. */
  readonly units: number;
  /** Pictures that each unit answers most strongly to. */
  readonly strongest: number;
  /** Searched for those: at most so many, spread evenly over the part. */
  readonly limit: number;
  /** A folder for PNG files: filters, strongest pictures and maps of each layer; null: none. */
  readonly out: string | null;
  readonly overwrite: boolean;
}

/** A layer of the encoder; the last is the code. */
export interface LabLayer {
  readonly name: string;
  /** Units, or channels, in all. */
  readonly count: number;
  /** Of those that are shown. */
  readonly units: readonly {
    /** From 0. */
    readonly unit: number;
    /** Its answer to the chosen picture; of a map, the largest. */
    readonly value: number;
    /** The strongest first. */
    readonly strongest: readonly {
      /** Its number in `pictures`. */
      readonly picture: number;
      readonly value: number;
    }[];
  }[];
  /**
   * Where each shown unit answers to the chosen picture, one byte a place. `answers`: 0 to the largest
   * of the layer, of convolutions. `shares`: what each pixel adds, 128 being nothing, of a fully
   * connected layer on the picture. Null for layers without places.
   */
  readonly maps: {
    readonly what: "answers" | "shares";
    readonly shape: PictureShape;
    readonly bytes: Uint8Array;
  } | null;
}

/** Rejects as `labEncode`, and with USAGE, `unknownPicture`. */
export interface LabFeaturesResult {
  readonly run: string;
  readonly reading: LabReading;
  readonly filters: LabFiltersResult;
  /** The chosen picture. */
  readonly picture: { readonly name: string; readonly label: string | null };
  readonly layers: readonly LabLayer[];
  /** The chosen one first, then all that some unit answers strongly to; in 0..255, C×H×W. */
  readonly pictures: {
    readonly shape: PictureShape;
    readonly names: readonly string[];
    readonly labels: readonly (string | null)[];
    readonly bytes: Uint8Array;
  };
  readonly files: readonly string[];
}

export interface LabFeatureUseCases {
  readonly labFeatures: UseCase<
    LabFeaturesRequest,
    LabReadingProgress,
    LabFeaturesResult
  >;
}
