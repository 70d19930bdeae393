/** What a source of pictures is, whatever they are stored in. */
import type { Planes } from "../../../../models/image/image.ts";
import type { NitidoError } from "../../../../models/errors.ts";
import type { PictureShape } from "../../../../models/networks/autoencoders/autoencoder.ts";

export interface SourcePicture {
  /** As results call it. */
  readonly name: string;
  readonly label: string | null;
  /** Its own file; null: it is in one with others, or in none. */
  readonly file: string | null;
  /** One or three planes in 0..1. */
  readonly read: () => Promise<Planes>;
}

export interface Source {
  readonly pictures: readonly SourcePicture[];
  /** That of most pictures, to be taken where nothing else is asked for. */
  readonly shape: PictureShape;
  /** What cannot even be listed. */
  readonly failed: readonly {
    readonly file: string;
    readonly error: NitidoError;
  }[];
}
