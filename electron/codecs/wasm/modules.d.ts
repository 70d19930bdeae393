/** The parts of WebAssembly packages that are used here and that their own types leave out. */

declare module "libraw-wasm/dist/libraw.js" {
  import type { LibRawSettings, RawImageData } from "libraw-wasm";

  /** Works at once, unlike the class of the package's main file, which needs a browser's worker. */
  export interface LibRaw {
    open(file: Uint8Array, settings: LibRawSettings): void;
    metadata(full: boolean): {
      readonly width: number;
      readonly height: number;
      readonly camera_make: string;
      readonly camera_model: string;
      readonly iso_speed: number;
      /** Seconds. */
      readonly shutter: number;
      readonly aperture: number;
      /** Millimetres. */
      readonly focal_len: number;
      /** Seconds since 1970, the camera's clock taken for universal time; 0 where it is unknown. */
      readonly timestamp: number;
    };
    imageData(): RawImageData | undefined;
  }

  // eslint-disable-next-line no-restricted-exports -- so the package does
  export default function load(options: {
    readonly wasmBinary: Uint8Array;
  }): Promise<{ readonly LibRaw: new () => LibRaw }>;
}

declare module "libheif-js/libheif-wasm/libheif.js" {
  import type { MainModule } from "libheif-js/libheif-wasm/libheif";

  // eslint-disable-next-line no-restricted-exports -- so the package does
  export default function load(options: {
    readonly wasmBinary: Uint8Array;
  }): MainModule;
}

/** Of the whole library, what writing JPEG XL takes. */
declare module "wasm-vips" {
  interface Image {
    copy(options: { readonly interpretation: string }): Image;
    setBlob(name: string, value: Uint8Array): void;
    jxlsaveBuffer(options: {
      readonly Q?: number;
      readonly lossless?: boolean;
      readonly effort: number;
      readonly keep: number;
    }): Uint8Array;
  }

  // eslint-disable-next-line no-restricted-exports -- so the package does
  export default function load(options: {
    readonly dynamicLibraries: readonly string[];
  }): Promise<{
    readonly BandFormat: { readonly uchar: number; readonly ushort: number };
    readonly ForeignKeep: { readonly icc: number };
    readonly Image: {
      newFromMemory(
        samples: Uint8Array | Uint16Array,
        width: number,
        height: number,
        bands: number,
        format: number,
      ): Image;
    };
  }>;
}
