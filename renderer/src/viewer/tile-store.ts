/** The tiles of the open image: fetches what is wanted, keeps what was shown, renews what has changed. */
import { tilePath } from "../../../electron/contract/resources.ts";
import type { ImageId, Rect } from "../../../electron/contract/values.ts";
import { overlap } from "../../../models/image/image.ts";
import {
  type PreviewTile,
  unpackTile,
} from "../../../models/inference/preview-tile.ts";
import { LruCache } from "./lru.ts";
import { areaOf, nameOf, type TilePlace } from "./tiles.ts";

/** A tile as something that draws has taken it in. */
export interface Surface {
  readonly width: number;
  readonly height: number;
  /** Memory that it takes, wherever that lies. */
  readonly bytes: number;
}

export interface TileStoreOptions<Drawn extends Surface> {
  /** Rejects when there are no such pixels (yet). */
  readonly fetchTile: (
    path: string,
    signal: AbortSignal,
  ) => Promise<Uint8Array>;
  readonly load: (tile: PreviewTile) => Drawn;
  readonly release: (surface: Drawn) => void;
  /** There is something new to draw, or to ask `want` for again. */
  readonly changed: () => void;
  /** Bytes of surfaces that are kept. */
  readonly capacity: number;
  /** Milliseconds. */
  readonly now: () => number;
}

interface Held<Drawn extends Surface> {
  readonly place: TilePlace;
  readonly surface: Drawn;
  readonly bytes: number;
  readonly texture: boolean;
  /** When it was asked for. */
  readonly asked: number;
  /** There are newer pixels; these are shown until those are here. */
  outdated: boolean;
}

interface Request {
  readonly place: TilePlace;
  readonly controller: AbortController;
  outdated: boolean;
}

/** Browsers open six connections to a host. */
const REQUESTS = 6;
/** A tile is renewed, and asked for again after a failure, at most this often; in milliseconds. */
const RENEWAL = 150;
const RETRY = 1000;
/** How long the report of what became clean may take longer than the news of another revision. */
const REPORT_DELAY = 100;

export class TileStore<Drawn extends Surface> {
  readonly #options: TileStoreOptions<Drawn>;
  readonly #held: LruCache<Held<Drawn>>;
  readonly #requests = new Map<string, Request>();
  /** Tiles that failed, and when. */
  readonly #failed = new Map<string, number>();
  #image: ImageId | null = null;
  #revision = 0;
  #wake: ReturnType<typeof setTimeout> | undefined;
  #unreported: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TileStoreOptions<Drawn>) {
    this.#options = options;
    this.#held = new LruCache(options.capacity, ({ surface }) =>
      options.release(surface),
    );
  }

  /**
   * The image that tiles are of, and its newest revision. Which tiles another revision changes is
   * told by `outdate`; if that stays out, as after another choice of noise, all of them are renewed.
   */
  open(image: ImageId | null, revision: number): void {
    if (image !== this.#image) {
      this.clear();
      this.#image = image;
      this.#revision = revision;
    } else if (revision > this.#revision) {
      this.#unreported ??= setTimeout(() => {
        this.#unreported = undefined;
        this.outdate(null, revision);
      }, REPORT_DELAY);
    }
  }

  /** Pixels in these regions, or all (null), have changed with this revision. */
  outdate(regions: readonly Rect[] | null, revision: number): void {
    if (revision <= this.#revision && regions === null) return;
    this.#revision = Math.max(this.#revision, revision);
    clearTimeout(this.#unreported);
    this.#unreported = undefined;
    const concerns = ({ place }: { readonly place: TilePlace }) =>
      !regions || regions.some((region) => overlap(region, areaOf(place)));
    for (const [, held] of this.#held.entries())
      if (concerns(held)) held.outdated = true;
    for (const request of this.#requests.values())
      if (concerns(request)) request.outdated = true;
    this.#options.changed();
  }

  /** What there is of a tile, new or old. */
  get(place: TilePlace): Drawn | undefined {
    return this.#held.get(nameOf(place))?.surface;
  }

  /**
   * What is needed now, the most important first. Fetches what is missing, then what is outdated,
   * and stops fetching what is not in the list.
   * @param texture Whether the texture that went with the noise is needed as well.
   */
  want(places: readonly TilePlace[], texture: boolean): void {
    const names = new Set(places.map(nameOf));
    for (const [name, { controller }] of this.#requests) {
      if (names.has(name)) continue;
      controller.abort();
      this.#requests.delete(name);
    }
    // While an image is denoised, what is seen first changes again and again: it must not keep back the rest.
    const isHeld = (place: TilePlace) =>
      this.#held.peek(nameOf(place)) !== undefined;
    const missing = places.filter((place) => !isHeld(place));
    let pause = Infinity;
    for (const place of [...missing, ...places.filter(isHeld)]) {
      if (this.#requests.size >= REQUESTS) break;
      const wait = this.#waitFor(nameOf(place), texture);
      if (wait <= 0) void this.#fetch(place, texture, names);
      else pause = Math.min(pause, wait);
    }
    clearTimeout(this.#wake);
    if (pause < Infinity) this.#wake = setTimeout(this.#options.changed, pause);
    this.#held.trim(names);
  }

  /** Forgets everything. */
  clear(): void {
    clearTimeout(this.#wake);
    clearTimeout(this.#unreported);
    this.#unreported = undefined;
    for (const { controller } of this.#requests.values()) controller.abort();
    this.#requests.clear();
    this.#failed.clear();
    this.#held.clear();
  }

  /** Milliseconds until a tile is to be fetched; infinite when it need not be. */
  #waitFor(name: string, texture: boolean): number {
    if (this.#requests.has(name)) return Infinity;
    const now = this.#options.now();
    const failed = this.#failed.get(name);
    if (failed !== undefined && failed + RETRY > now)
      return failed + RETRY - now;
    const held = this.#held.peek(name);
    if (!held || (texture && !held.texture)) return 0;
    return held.outdated ? held.asked + RENEWAL - now : Infinity;
  }

  async #fetch(place: TilePlace, texture: boolean, needed: Set<string>) {
    const image = this.#image;
    if (image === null) return;
    const name = nameOf(place);
    const controller = new AbortController();
    const request: Request = { place, controller, outdated: false };
    const { fetchTile, load, changed, now } = this.#options;
    const asked = now();
    this.#requests.set(name, request);
    try {
      const path = tilePath({
        image,
        ...place,
        revision: this.#revision,
        texture,
      });
      const bytes = await fetchTile(path, controller.signal);
      if (controller.signal.aborted) return;
      const surface = load(unpackTile(bytes));
      this.#failed.delete(name);
      this.#held.set(name, {
        place,
        surface,
        bytes: surface.bytes,
        texture,
        asked,
        outdated: request.outdated,
      });
      this.#held.trim(needed);
    } catch {
      // Not there yet, or the app has stopped: the owner says so; the tile is tried again.
      if (controller.signal.aborted) return;
      this.#failed.set(name, now());
    } finally {
      if (this.#requests.get(name) === request) this.#requests.delete(name);
    }
    changed();
  }
}
