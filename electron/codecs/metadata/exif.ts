/**
 * Corrects EXIF for pixels that were turned upright and changed, in place: every
 * other byte, the maker's private block included, stays where it was.
 * Layout: TIFF 6.0 section 2 and EXIF 2.32 (CIPA DC-008).
 */

const TAG = {
  imageWidth: 0x0100,
  imageHeight: 0x0101,
  compression: 0x0103,
  orientation: 0x0112,
  xResolution: 0x011a,
  yResolution: 0x011b,
  resolutionUnit: 0x0128,
  thumbnailOffset: 0x0201,
  thumbnailLength: 0x0202,
  exifDirectory: 0x8769,
  gpsDirectory: 0x8825,
  pixelWidth: 0xa002,
  pixelHeight: 0xa003,
} as const;

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const JPEG_COMPRESSION = 6;
const INCH = 2;
const ENTRY_BYTES = 12;
/** By type 1..13. */
const ELEMENT_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const JPEG_PREFIX = "Exif\0\0";

/**
 * A copy of EXIF data with the rotation set to 1, the size tags set to `width`
 * and `height`, and the thumbnail (of the image as it was) removed. JPEG's
 * prefix is taken off. Undefined when the data is no TIFF structure.
 */
export function tidyExif(
  exif: Uint8Array,
  width: number,
  height: number,
): Uint8Array | undefined {
  const bytes = withoutPrefix(exif);
  const directories = new Directories(bytes);
  if (!directories.valid) return undefined;

  const main = directories.first;
  const next = directories.next(main);
  const detail = directories.value(main, TAG.exifDirectory);
  directories.set(main, TAG.orientation, 1);
  directories.set(main, TAG.imageWidth, width);
  directories.set(main, TAG.imageHeight, height);
  if (detail !== undefined) {
    directories.set(detail, TAG.pixelWidth, width);
    directories.set(detail, TAG.pixelHeight, height);
  }
  if (next === 0) return bytes;

  const from = directories.value(next, TAG.thumbnailOffset) ?? 0;
  const length = directories.value(next, TAG.thumbnailLength) ?? 0;
  directories.setNext(main, 0);
  // It lies behind its directory; an offset elsewhere is damaged: touch nothing there.
  if (from <= next) return bytes;
  if (from + length >= bytes.length) return bytes.slice(0, from);
  bytes.fill(0, from, from + length);
  return bytes;
}

/** Whether EXIF data hold a small picture of the image. */
export function hasThumbnail(exif: Uint8Array): boolean {
  const directories = new Directories(withoutPrefix(exif));
  if (!directories.valid) return false;
  const next = directories.next(directories.first);
  return directories.value(next, TAG.thumbnailOffset) !== undefined;
}

/**
 * A copy of an EXIF block, as `tidyExif` returns it, with a JPEG as the small picture of the image,
 * in a second directory with all the tags that EXIF 2.32 (table 21) asks for.
 */
export function withThumbnail(exif: Uint8Array, jpeg: Uint8Array): Uint8Array {
  const at = exif.length + (exif.length % 2);
  const resolutionAt = at + 2 + 6 * ENTRY_BYTES + 4;
  const jpegAt = resolutionAt + 8;
  const bytes = new Uint8Array(jpegAt + jpeg.length);
  bytes.set(exif);
  bytes.set(jpeg, jpegAt);
  const directories = new Directories(bytes);
  if (!directories.valid) return exif;
  directories.write(at, [
    [TAG.compression, SHORT, JPEG_COMPRESSION],
    [TAG.xResolution, RATIONAL, resolutionAt],
    [TAG.yResolution, RATIONAL, resolutionAt],
    [TAG.resolutionUnit, SHORT, INCH],
    [TAG.thumbnailOffset, LONG, jpegAt],
    [TAG.thumbnailLength, LONG, jpeg.length],
  ]);
  directories.writeRational(resolutionAt, 72);
  directories.setNext(directories.first, at);
  return bytes;
}

/** A copy of an EXIF block, as `tidyExif` returns it, whose GPS directory is erased. */
export function withoutLocation(exif: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(exif);
  const directories = new Directories(bytes);
  const location = directories.value(directories.first, TAG.gpsDirectory);
  if (location === undefined) return bytes;
  directories.erase(location);
  directories.remove(directories.first, TAG.gpsDirectory);
  return bytes;
}

/** Always a copy; Buffer's own `slice` would not be one. */
function withoutPrefix(exif: Uint8Array): Uint8Array {
  const start = Buffer.from(exif.subarray(0, JPEG_PREFIX.length));
  const prefixed = start.toString("latin1") === JPEG_PREFIX;
  return new Uint8Array(exif.subarray(prefixed ? JPEG_PREFIX.length : 0));
}

/** Reads and writes short and long values in the directories of a TIFF structure, ignoring what lies outside of it. */
class Directories {
  readonly valid: boolean;
  readonly first: number;
  readonly #view: DataView;
  readonly #little: boolean;

  constructor(bytes: Uint8Array) {
    const { buffer, byteOffset, byteLength } = bytes;
    this.#view = new DataView(buffer, byteOffset, byteLength);
    const mark = byteLength < 8 ? 0 : this.#view.getUint16(0);
    this.#little = mark === 0x4949;
    this.valid =
      (this.#little || mark === 0x4d4d) &&
      this.#view.getUint16(2, this.#little) === 42;
    this.first = this.valid ? this.#view.getUint32(4, this.#little) : 0;
  }

  /** Where the next directory begins, 0 when there is none. */
  next(directory: number): number {
    const at = this.#end(directory);
    return this.#fits(at, 4) ? this.#view.getUint32(at, this.#little) : 0;
  }

  setNext(directory: number, next: number): void {
    const at = this.#end(directory);
    if (this.#fits(at, 4)) this.#view.setUint32(at, next, this.#little);
  }

  /** A new directory, the last one, of one value a tag. */
  write(
    directory: number,
    entries: readonly (readonly [tag: number, type: number, value: number])[],
  ): void {
    this.#view.setUint16(directory, entries.length, this.#little);
    entries.forEach(([tag, type, value], i) => {
      const entry = directory + 2 + i * ENTRY_BYTES;
      this.#view.setUint16(entry, tag, this.#little);
      this.#view.setUint16(entry + 2, type, this.#little);
      this.#view.setUint32(entry + 4, 1, this.#little);
      if (type === SHORT) this.#view.setUint16(entry + 8, value, this.#little);
      else this.#view.setUint32(entry + 8, value, this.#little);
    });
    this.setNext(directory, 0);
  }

  /** A whole number as a fraction. */
  writeRational(at: number, value: number): void {
    this.#view.setUint32(at, value, this.#little);
    this.#view.setUint32(at + 4, 1, this.#little);
  }

  value(directory: number, tag: number): number | undefined {
    const entry = this.#find(directory, tag);
    if (entry === undefined) return undefined;
    return this.#view.getUint16(entry + 2, this.#little) === SHORT
      ? this.#view.getUint16(entry + 8, this.#little)
      : this.#view.getUint32(entry + 8, this.#little);
  }

  /** Does nothing when the tag is not there, or holds something other than one whole number. */
  set(directory: number, tag: number, value: number): void {
    const entry = this.#find(directory, tag);
    if (entry === undefined) return;
    const type = this.#view.getUint16(entry + 2, this.#little);
    if (type === SHORT && value < 2 ** 16)
      this.#view.setUint16(entry + 8, value, this.#little);
    else if (type === LONG)
      this.#view.setUint32(entry + 8, value, this.#little);
  }

  /** Fills a directory and the values that it points to with zeros. */
  erase(directory: number): void {
    const { buffer, byteOffset, byteLength } = this.#view;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const values: { readonly from: number; readonly to: number }[] = [];
    for (let i = 0; i < this.#count(directory); i++) {
      const entry = directory + 2 + i * ENTRY_BYTES;
      if (!this.#fits(entry, ENTRY_BYTES)) break;
      const type = this.#view.getUint16(entry + 2, this.#little);
      const count = this.#view.getUint32(entry + 4, this.#little);
      const length = count * (ELEMENT_BYTES[type] ?? 0);
      const from = this.#view.getUint32(entry + 8, this.#little);
      if (length > 4 && this.#fits(from, length))
        values.push({ from, to: from + length });
    }
    // Thousands of entries may point to the same place, which is filled once.
    let erased = 0;
    for (const { from, to } of values.sort((a, b) => a.from - b.from)) {
      bytes.fill(0, Math.max(from, erased), Math.max(to, erased));
      erased = Math.max(erased, to);
    }
    bytes.fill(0, directory, this.#end(directory));
  }

  /** Takes a tag out; those behind it move up, and so does the offset of the next directory. */
  remove(directory: number, tag: number): void {
    const entry = this.#find(directory, tag);
    if (entry === undefined) return;
    const { buffer, byteOffset, byteLength } = this.#view;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const end = Math.min(this.#end(directory) + 4, byteLength);
    bytes.copyWithin(entry, entry + ENTRY_BYTES, end);
    bytes.fill(0, end - ENTRY_BYTES, end);
    const count = this.#count(directory) - 1;
    this.#view.setUint16(directory, count, this.#little);
  }

  #find(directory: number, tag: number): number | undefined {
    for (let i = 0; i < this.#count(directory); i++) {
      const entry = directory + 2 + i * ENTRY_BYTES;
      if (!this.#fits(entry, ENTRY_BYTES)) return undefined;
      if (this.#view.getUint16(entry, this.#little) === tag) return entry;
    }
    return undefined;
  }

  #count(directory: number): number {
    const readable = directory >= 8 && this.#fits(directory, 2);
    return readable ? this.#view.getUint16(directory, this.#little) : 0;
  }

  #end(directory: number): number {
    return directory + 2 + this.#count(directory) * ENTRY_BYTES;
  }

  #fits(at: number, length: number): boolean {
    return at + length <= this.#view.byteLength;
  }
}
