/** What a format family offers, whatever library is behind it: pixels and metadata in, pixels and metadata out. */
import type { Image } from "../../models/image/image.ts";
import type { ImageRegions, ImageSource } from "../../models/image/regions.ts";
import type { ImageFormat, OutputFormat } from "../services/api.ts";

/** What can be read. */
export type ReadableFormat = ImageFormat;

/** What can be written. */
export type WritableFormat = OutputFormat;

/** Of samples in memory. */
export type BitDepth = 8 | 16;

/** Of samples in a file that is written; AVIF has 10 and 12 bits. */
export type FileDepth = 8 | 10 | 12 | 16;

/** What the user should know although the work went well. */
export type Notice =
  /** The file holds several pages; only the first one was read. */
  | "FIRST_PAGE_ONLY"
  /** The file is an animation; only its first frame was read. */
  | "FIRST_FRAME_ONLY"
  /** The decoder met damaged data and went on: parts may look wrong. */
  | "DAMAGED_DATA"
  /** The brightness map for high-dynamic-range displays was left out. */
  | "GAIN_MAP_DROPPED"
  /** Inks became red, green and blue: what is written has no CMYK. */
  | "CMYK_CONVERTED"
  /** Floating-point samples above 1, or below 0, were cut off there. */
  | "RANGE_CLIPPED"
  /** A mosaic of a sensor was developed with the camera's white balance into Rec. 2020. */
  | "RAW_DEVELOPED"
  /** JPEG has no alpha: the image was laid on white. */
  | "TRANSPARENCY_FLATTENED"
  /** More bits were asked for than the format has. */
  | "DEPTH_REDUCED"
  /** The format, or its limit of 64 kB a segment, has no place for these. */
  | "EXIF_DROPPED"
  | "XMP_DROPPED"
  | "IPTC_DROPPED"
  /** The camera maker's private block holds offsets that do not survive a move into or out of TIFF. */
  | "MAKER_NOTE_DROPPED";

/**
 * What a file says about its pixels, ready to be written again: rotation is 1
 * and no thumbnail is in it, because both described the pixels as they were.
 */
export interface Metadata {
  /** The colour profile, byte for byte. Absent: untagged, and it stays so. */
  readonly icc?: Uint8Array;
  /** A TIFF structure (`II*\0…` or `MM\0*…`) without JPEG's prefix. */
  readonly exif?: Uint8Array;
  /** The EXIF of the original held a small picture: one of the new image belongs there. */
  readonly thumbnail?: true;
  /** The XMP packet. */
  readonly xmp?: Uint8Array;
  /** IPTC-IIM datasets without Photoshop's wrapper. */
  readonly iptc?: Uint8Array;
  /** Pixels per inch. */
  readonly density?: number;
  /** PNG's own colour chunks (gAMA, cHRM, sRGB, cICP), complete and in order. */
  readonly pngColour?: Uint8Array;
}

export interface Decoded<Source extends ImageSource = Image> {
  /**
   * Upright, in the file's own encoding: no colour conversion. Uint8Array or
   * Uint16Array according to `bitDepth`; palettes and 1-bit images become 8-bit.
   */
  readonly image: Source;
  readonly format: ReadableFormat;
  readonly bitDepth: BitDepth;
  readonly metadata: Metadata;
  readonly notices: readonly Notice[];
}

/** What a file's header says, as the decoded image would have it: upright, palettes expanded. */
export interface ImageInfo {
  readonly format: ReadableFormat;
  readonly width: number;
  readonly height: number;
  readonly channels: Image["channels"];
  readonly bitDepth: BitDepth;
  /** Decoded as a whole although the format can be read row by row: interlaced, progressive. */
  readonly whole?: true;
}

/** An image in a file that is open until it is closed. */
export interface StoredRegions extends ImageRegions {
  close(): void;
}

/** Samples in a file, uncompressed, that the pixel library can open. */
export interface PictureFile extends ImageRegions {
  readonly path: string;
  readonly bitDepth: BitDepth;
}

/** What can be encoded: an image, or one that is kept in a file with 8 or 16 bits. */
export type Picture = Image | PictureFile;

export interface DecodeOptions {
  /** The largest image to decode, in pixels; checked before anything is allocated. */
  readonly pixelLimit: number;
}

/** How a format stores what it is given; each ignores what it does not have. */
export interface EncodingChoices {
  /** 1..100 for JPEG, WebP, AVIF and JPEG XL; WebP and JPEG XL are lossless at 100. */
  readonly quality: number;
  /** Of colour in JPEG and AVIF: `auto` is full resolution from quality 90 on. Absent: `auto`. */
  readonly subsampling?: "auto" | "4:4:4" | "4:2:0";
  /** JPEG: coarse first, then finer; smaller, but all of it is held in memory. Absent: no. */
  readonly progressive?: boolean;
  /** TIFF. Absent: `deflate`. */
  readonly compression?: "none" | "lzw" | "deflate";
}

export interface EncodeOptions extends EncodingChoices {
  readonly bitDepth: FileDepth;
  readonly metadata: Metadata;
}

export interface Decoder {
  /**
   * Throws FILE_DAMAGED, FORMAT_UNSUPPORTED, COLOUR_UNSUPPORTED or
   * IMAGE_TOO_LARGE, each with `{ file }`. `path` is known to be a file that
   * can be read and whose content looks like the format.
   */
  decode(path: string, options: DecodeOptions): Promise<Decoded>;
  /**
   * The same with the pixels in a new file, `store`, of which memory holds some rows at a time.
   * Absent: the format is not stored row by row.
   */
  decodeToFile?(
    path: string,
    options: DecodeOptions,
    store: string,
  ): Promise<Decoded<StoredRegions>>;
  /** Reads the header only. Throws as `decode`, but for IMAGE_TOO_LARGE. */
  inspect(path: string): Promise<ImageInfo>;
}

export interface Encoder {
  /**
   * Writes a new file; `path` must not exist. It may leave a partial file when
   * it throws, so it is called inside a temporary folder (files/safe-write.ts).
   * Throws FORMAT_LIMIT, or what the file system reports.
   */
  encode(
    image: Picture,
    path: string,
    options: EncodeOptions,
  ): Promise<readonly Notice[]>;
  /**
   * Opens a written file again and reads it to the last row without keeping
   * its pixels. Throws OUTPUT_INVALID unless it holds what was to be written.
   */
  verify(
    path: string,
    image: Pick<Image, "width" | "height">,
    options: EncodeOptions,
  ): Promise<void>;
}

export type Codec = Decoder & Encoder;
