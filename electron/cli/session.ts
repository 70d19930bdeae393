/** What one run of the command line shares: its texts and streams, the engine, and the wish to stop. */
import type { NitidoError } from "../../models/errors.ts";
import type { Messages } from "../messages/messages.ts";
import type { Engine, ErrorData } from "../services/api.ts";
import { ProgressBar, type TextStream } from "./progress-bar.ts";

/** What the process offers; tests offer something else. */
export interface Host {
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Aborts when the user wants to stop. */
  readonly signal: AbortSignal;
  readonly startEngine: () => Promise<Engine>;
}

/** Results go to stdout, all else to stderr; with `json`, stdout gets one object only. */
export class Session {
  readonly host: Host;
  readonly messages: Messages;
  readonly json: boolean;
  /** What the process ends with, unless an error decides. */
  exitCode = 0;
  #engine: Promise<Engine> | undefined;
  #bar: ProgressBar | undefined;

  constructor(host: Host, messages: Messages, json: boolean) {
    this.host = host;
    this.messages = messages;
    this.json = json;
  }

  /** The engine, started by the first call. */
  engine(): Promise<Engine> {
    this.host.signal.throwIfAborted();
    this.#engine ??= this.host.startEngine();
    return this.#engine;
  }

  /** The bar for a piece of work; only one at a time, ended by `close` at the latest. */
  async progress(): Promise<ProgressBar> {
    this.#bar ??= await ProgressBar.start(this.host.stderr);
    return this.#bar;
  }

  /** A line of the result. */
  print(line: string): void {
    if (this.json) return;
    const { stdout, stderr } = this.host;
    if (this.#bar && stdout.isTTY === true && stderr.isTTY === true)
      this.#bar.printAbove(line);
    else stdout.write(`${line}\n`);
  }

  /** A line beside the result: what happens, what went wrong. */
  note(line: string): void {
    const { stderr } = this.host;
    if (this.#bar && stderr.isTTY === true) this.#bar.printAbove(line);
    else stderr.write(`${line}\n`);
  }

  /** The whole result: an object for programs, or lines for people. */
  result(value: object, lines: () => readonly string[]): void {
    this.endProgress();
    if (this.json) this.host.stdout.write(`${JSON.stringify(value)}\n`);
    else for (const line of lines()) this.print(line);
  }

  /** An error as programs get it, with the text that people read. */
  errorData({ code, details }: NitidoError | ErrorData): ErrorData {
    return { code, message: this.messages.error({ code, details }), details };
  }

  endProgress(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  /** Ends the bar and the engine. */
  async close(): Promise<void> {
    this.endProgress();
    // An engine that did not start has already been reported by the call that wanted it.
    const engine = await this.#engine?.catch(() => undefined);
    await engine?.stop();
  }
}
