/** One image that is open: its pixels, its noise, and what is denoised of it. */
import { NitidoError } from "../../../models/errors.ts";
import type { Image, Rect } from "../../../models/image/image.ts";
import type { PreviewQueue } from "../../../models/inference/preview-queue.ts";
import type { Context } from "../../../models/inference/tiles.ts";
import type { NoiseEstimate } from "../../../models/noise/estimate.ts";
import type { Decoded } from "../../codecs/codec.ts";
import type { OpenImageResult } from "../../services/api-images.ts";
import type { KnownImage } from "../denoise/denoise-file.ts";
import type { NoiseMeter } from "../networks/meter.ts";
import { noiseTakenWith, settingOf } from "./image-noise.ts";
import { factsOf } from "./facts.ts";
import { type NoisyPyramid, bytesOf, noisyPyramid } from "./noisy-pyramid.ts";
import { PreviewResult } from "./preview-result.ts";

export interface OpenImagePorts {
  /** Numbers that grow with every change of pixels, over all images. */
  readonly nextRevision: () => number;
  readonly meter: NoiseMeter;
}

/** Work on an image that the next one stops. */
interface Turn {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

export class OpenImage {
  readonly path: string;
  /** As the file is. */
  readonly original: Decoded;
  /** Numbers that grow with every change of pixels, over all images. */
  readonly #nextRevision: () => number;
  readonly #meter: NoiseMeter;
  #noisy: NoisyPyramid;
  /** Of the original. */
  readonly #ownNoise: NoiseEstimate;
  #noise: NoiseEstimate;
  readonly #taken: OpenImageResult["taken"];
  #revision: number;
  #result: PreviewResult | undefined;
  #turn: Turn | undefined;
  /** Of the preview that is running. */
  queue: PreviewQueue | undefined;

  private constructor(
    path: string,
    original: Decoded,
    noisy: NoisyPyramid,
    noise: NoiseEstimate,
    taken: OpenImageResult["taken"],
    { nextRevision, meter }: OpenImagePorts,
  ) {
    this.path = path;
    this.original = original;
    this.#nextRevision = nextRevision;
    this.#meter = meter;
    this.#noisy = noisy;
    this.#ownNoise = noise;
    this.#noise = noise;
    this.#taken = taken;
    this.#revision = nextRevision();
  }

  /** Prepares what was decoded. Throws the signal's reason. */
  static async open(
    path: string,
    original: Decoded,
    { nextRevision, meter }: OpenImagePorts,
    signal: AbortSignal,
  ): Promise<OpenImage> {
    const { image, bitDepth } = original;
    const noisy = await noisyPyramid(image, bitDepth, signal);
    const setting = await settingOf(original);
    const noise = await noiseTakenWith(setting, image, meter, signal);
    const taken = setting && { camera: setting.camera, iso: setting.iso };
    signal.throwIfAborted();
    return new OpenImage(path, original, noisy, noise, taken, {
      nextRevision,
      meter,
    });
  }

  get image(): Image {
    return this.#noisy[0]!;
  }

  get revision(): number {
    return this.#revision;
  }

  get noisy(): NoisyPyramid {
    return this.#noisy;
  }

  get noise(): NoiseEstimate {
    return this.#noise;
  }

  get result(): PreviewResult | undefined {
    return this.#result;
  }

  get busy(): boolean {
    return this.#turn !== undefined;
  }

  get bytes(): number {
    const { samples } = this.original.image;
    return (
      bytesOf(this.#noisy) +
      (this.synthetic ? samples.byteLength : 0) +
      (this.#result?.bytes ?? 0)
    );
  }

  get facts(): OpenImageResult {
    const decoded = { ...this.original, image: this.image };
    const facts = factsOf(decoded, this.#noise, this.#taken);
    return { ...facts, revision: this.#revision };
  }

  /** The result for this network and noise setting: the one that there is, or a new one. */
  resultFor(key: string, context: Context): PreviewResult {
    if (this.#result?.key === key) return this.#result;
    this.#revision = this.#nextRevision();
    this.#result = new PreviewResult(
      key,
      this.#revision,
      this.#noisy,
      context,
      this.#result,
    );
    return this.#result;
  }

  /** Whether there is synthetic noise on the original. */
  get synthetic(): boolean {
    return this.image.samples !== this.original.image.samples;
  }

  /** Other pixels in place of those that there are: the original with noise, or as it is. Stops the preview. */
  async replacePixels(
    make: (clean: Image, signal: AbortSignal) => Promise<Image>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.takeTurn(signal, async (signal) => {
      const image = await make(this.original.image, signal);
      const noisy = await noisyPyramid(image, this.original.bitDepth, signal);
      const noise =
        image.samples === this.original.image.samples
          ? this.#ownNoise
          : await this.#meter.measure(image, signal);
      // All the rest at once: requests are answered in between.
      this.#noisy = noisy;
      this.#noise = noise;
      this.#revision = this.#nextRevision();
      this.#result = undefined;
    });
  }

  /** For a file with the result of this network and noise setting, which may have to be computed yet. */
  forSaving(key: string): KnownImage {
    const decoded = { ...this.original, image: this.image };
    const known = { decoded, noise: this.#noise };
    const result = this.#result;
    return result?.complete && result.key === key
      ? { ...known, denoised: result.denoised.image }
      : known;
  }

  look(view: Rect): void {
    this.queue?.look(view);
  }

  /** Runs `work` after what runs now has been stopped; it is stopped by the next one and by `signal`. */
  async takeTurn<Result>(
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const before = this.#turn;
    const stop = new AbortController();
    const stopping = AbortSignal.any([signal, stop.signal]);
    const run = async (): Promise<Result> => {
      before?.stop.abort(new NitidoError("CANCELLED"));
      await before?.ended;
      stopping.throwIfAborted();
      return work(stopping);
    };
    const running = run();
    const turn = { stop, ended: running.catch(() => undefined) };
    this.#turn = turn;
    try {
      return await running;
    } finally {
      if (this.#turn === turn) this.#turn = undefined;
    }
  }

  /** Stops what runs. */
  close(): void {
    this.#turn?.stop.abort(new NitidoError("CANCELLED"));
  }
}
