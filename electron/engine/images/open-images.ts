/** The images that are open, as many as memory allows. */
import { stat } from "node:fs/promises";
import { NitidoError } from "../../../models/errors.ts";
import type { ImageInfo } from "../../codecs/codec.ts";
import { inspectImage } from "../../codecs/decode.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import { Decodings } from "./decodings.ts";
import { OpenImage } from "./open-image.ts";

/** In bytes, until somebody says otherwise. */
const DEFAULT_LIMIT = 2e9;

/** Whatever the limit, an ordinary photograph can be looked at. */
const LEAST_LIMIT = 500e6;

interface Entry {
  readonly image: OpenImage;
  /** The file, and what changes when it is written anew. */
  readonly source: string;
}

export class OpenImages {
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry>();
  readonly #decodings = new Decodings();
  #limit = DEFAULT_LIMIT;
  /** Begins with the time, so that no number comes again after a restart. */
  #revision = Math.floor(Date.now() / 1000);

  readonly #meter: NoiseMeter;

  constructor(meter: NoiseMeter) {
    this.#meter = meter;
  }

  /** Bytes that all images together may take; the one used last stays in any case, and so does one that is worked on. */
  set limit(bytes: number) {
    this.#limit = bytes;
    this.trim();
  }

  /**
   * Decodes and measures a file, unless it is open under this id already. Throws what `decodeImage`
   * throws, and CANCELLED; another image of this id is closed even then.
   */
  async open(
    id: string,
    path: string,
    signal: AbortSignal,
  ): Promise<OpenImage> {
    const source = await sourceOf(path);
    const known = this.#entries.get(id);
    if (known?.source === source) return this.get(id);
    this.close(id);
    await this.#requireMemory(path);
    const decoded = await this.#decodings.decode(path, signal);
    const ports = { nextRevision: () => ++this.#revision, meter: this.#meter };
    const image = await OpenImage.open(path, decoded, ports, signal);
    this.close(id);
    this.#entries.set(id, { image, source });
    this.trim();
    return image;
  }

  /** Throws IMAGE_TOO_LARGE for what the limit would not hold although nothing else were open. */
  async #requireMemory(path: string): Promise<void> {
    const needed = bytesWhenOpen(await inspectImage(path));
    const limit = Math.max(this.#limit, LEAST_LIMIT);
    if (needed <= limit) return;
    throw new NitidoError("IMAGE_TOO_LARGE", {
      kind: "open",
      file: path,
      needed: Math.ceil(needed / 1e6),
      limit: Math.floor(limit / 1e6),
    });
  }

  /** Throws IMAGE_NOT_OPEN. */
  get(id: string): OpenImage {
    const image = this.find(id);
    if (!image) throw new NitidoError("IMAGE_NOT_OPEN", { image: id });
    return image;
  }

  find(id: string): OpenImage | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.image;
  }

  /** Stops the work on an image and forgets it; one that is not open is none. */
  close(id: string): void {
    this.#entries.get(id)?.image.close();
    this.#entries.delete(id);
  }

  /** Closes what was used longest ago until the rest fits; to be called when an image has grown. */
  trim(): void {
    const entries = [...this.#entries];
    let bytes = entries.reduce((sum, [, { image }]) => sum + image.bytes, 0);
    for (const [id, { image }] of entries.slice(0, -1)) {
      if (bytes <= this.#limit) return;
      if (image.busy) continue;
      bytes -= image.bytes;
      this.close(id);
    }
  }
}

/** With its smaller copies, which are a third more, and all of it denoised in 16 bits. */
function bytesWhenOpen({
  width,
  height,
  channels,
  bitDepth,
}: ImageInfo): number {
  const noisy = (channels * bitDepth) / 8;
  const denoised = 2 * (channels < 3 ? 1 : 3);
  return (4 / 3) * width * height * (noisy + denoised);
}

/** A file that cannot be looked at is reported when it is decoded. */
async function sourceOf(path: string): Promise<string> {
  const status = await stat(path).catch(() => undefined);
  return `${path} ${status?.mtimeMs ?? 0} ${status?.size ?? 0}`;
}
