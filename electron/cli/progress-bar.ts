/** The moving line at the bottom of a terminal: a bar, and words beside it. */
import type { MultiBar, SingleBar } from "cli-progress";

/** Where text goes: a terminal when `isTTY`, else a file or a pipe. */
export interface TextStream {
  readonly isTTY?: boolean;
  /** Of a terminal, in characters. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** On anything but a terminal it shows nothing. */
export class ProgressBar {
  readonly #bars: MultiBar;
  readonly #bar: SingleBar;

  private constructor(bars: MultiBar) {
    this.#bars = bars;
    this.#bar = bars.create(1, 0, { words: "" });
  }

  /** Loads what draws it; nothing else pays for that. */
  static async start(stream: TextStream): Promise<ProgressBar> {
    const { MultiBar } = await import("cli-progress");
    return new ProgressBar(
      new MultiBar({
        stream: stream as NodeJS.WritableStream,
        format: "{bar} {percentage} %  {words}",
        barsize: 24,
        barCompleteChar: "█",
        barIncompleteChar: "░",
        clearOnComplete: true,
        // A line printed above wipes the bar, which is then drawn again.
        forceRedraw: true,
        gracefulExit: false,
        hideCursor: true,
      }),
    );
  }

  /** `fraction` is 0..1. */
  show(fraction: number, words: string): void {
    this.#bar.update(fraction, { words });
  }

  /** Writes a line where the bar is, and the bar below it. */
  printAbove(line: string): void {
    this.#bars.log(`${line}\n`);
    this.#bars.update();
  }

  stop(): void {
    this.#bars.stop();
  }
}
