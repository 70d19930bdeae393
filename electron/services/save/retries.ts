/** Images that could not be read because somebody was still writing their files: they are tried again later. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ErrorCode } from "../../../models/errors.ts";
import type { ErrorData } from "../api.ts";
import { type Glimpse, glimpse, isFresh, isSame } from "./glimpse.ts";

/** An image is tried this often, and once more. */
const TRIES = 6;
/** Milliseconds until the first retry; the next ones wait twice as long each. */
const FIRST_WAIT = 500;

/** What half a file looks like. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set([
  "FILE_EMPTY",
  "FILE_DAMAGED",
  "FILE_UNREADABLE",
  "FORMAT_UNSUPPORTED",
]);

interface Attempt {
  readonly path: string;
  readonly seen: Glimpse | undefined;
  readonly tries: number;
}

export class Retries {
  readonly #attempts = new Map<number, Attempt>();
  #waiting: number[] = [];
  #wait = FIRST_WAIT;

  /** Whether the image is worth another try after this error: its file has just been changed, and is not what was tried before. */
  async take(
    index: number,
    path: string,
    { code }: ErrorData,
  ): Promise<boolean> {
    const changing = code === "FILE_CHANGING";
    if (!changing && !UNREADABLE.has(code)) return false;
    const before = this.#attempts.get(index);
    const seen = await glimpse(path);
    const tries = (before?.tries ?? 0) + 1;
    if (!seen || tries > TRIES) return false;
    if (!changing && (before ? isSame(before.seen, seen) : !isFresh(seen)))
      return false;
    this.#attempts.set(index, { path, seen, tries });
    this.#waiting.push(index);
    return true;
  }

  /** The images to try again, after a while; at once when there are none, or nobody waits any more. */
  async due(stopped: () => boolean, signal: AbortSignal): Promise<number[]> {
    const due = this.#waiting;
    this.#waiting = [];
    if (due.length === 0) return due;
    const until = performance.now() + this.#wait;
    this.#wait *= 2;
    while (performance.now() < until && !stopped() && !signal.aborted)
      await sleep(50);
    return due;
  }
}
