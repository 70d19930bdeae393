/** Decodes images for the screen: what nobody waits for any more does not begin, and what has begun is left behind. */
import type { Decoded } from "../../codecs/codec.ts";
import { decodeImage } from "../../codecs/decode.ts";
import { untilAborted } from "../../services/until-aborted.ts";

/** One that is wanted, beside one that was left behind: the pixel library cannot be stopped. */
const AT_ONCE = 2;

export class Decodings {
  readonly #decode: (path: string) => Promise<Decoded>;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(decode = (path: string) => decodeImage(path)) {
    this.#decode = decode;
  }

  /** Throws what `decodeImage` throws, and the signal's reason at once. */
  decode(path: string, signal: AbortSignal): Promise<Decoded> {
    return untilAborted(this.#inTurn(path, signal), signal);
  }

  async #inTurn(path: string, signal: AbortSignal): Promise<Decoded> {
    while (this.#running >= AT_ONCE)
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    this.#running++;
    try {
      signal.throwIfAborted();
      return await this.#decode(path);
    } finally {
      this.#running--;
      this.#wakeNext();
    }
  }

  #wakeNext(): void {
    const [first] = this.#waiting;
    if (!first) return;
    this.#waiting.delete(first);
    first();
  }
}
