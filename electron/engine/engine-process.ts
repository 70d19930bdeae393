/** The child process with the engine in it: started, called, stopped, and started again after a crash. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import type { Duplex } from "node:stream";
import { invariant, NitidoError } from "../../models/errors.ts";
import type { Watch } from "../services/api.ts";
import { cleanEnvironment } from "./clean-environment.ts";
import { programPath } from "./programs.ts";
import { type EngineSide, openRpc, type ParentSide } from "./rpc.ts";

export interface EngineOptions {
  /** The Node to run; by default the one that runs this. */
  readonly node?: string;
  /** The program; by default the built engine. */
  readonly script?: string;
  /** Cleaned of what would load other code (clean-environment.ts); by default the one of this process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `low`: whatever else wants the processor comes first. */
  readonly priority?: "normal" | "low";
  /** Milliseconds between two looks at whether it still answers while it works; for tests. */
  readonly pulse?: number;
}

const PULSE_MS = 5000;
/** An engine that has missed so many is ended: something keeps it busy for ever. */
const MISSED_PULSES = 24;

const PIPE = 3;
/** What the process said last is kept for the report of a crash. */
const TAIL_CHARACTERS = 2000;
/** A process that does not end with its pipe is killed. */
const STOP_MS = 5000;

type Rpc = ReturnType<typeof openRpc<EngineSide, ParentSide>>;

/** One life of the process. */
interface Life {
  readonly child: ChildProcess;
  readonly pipe: Duplex;
  readonly rpc: Rpc;
  readonly ended: Promise<void>;
  /** It answered no more, and was ended for it. */
  hung: boolean;
}

export class EngineProcess {
  readonly #options: EngineOptions;
  readonly #watchers = new Map<number, (progress: never) => void>();
  #life: Life | undefined;
  #stopped = false;
  #lastJob = 0;
  #calls = 0;
  #pulse: NodeJS.Timeout | undefined;

  /** Starts the process at once, so that it is ready by the time of the first call. */
  constructor(options: EngineOptions) {
    this.#options = options;
    this.#life = this.#start();
  }

  /**
   * Runs a task to its end. Rejects with the task's NitidoError, with CANCELLED once an abort has
   * taken effect, and with ENGINE_CRASHED when the process ends; the next call starts another.
   */
  async call(
    task: string,
    request: unknown,
    { onProgress, signal }: Watch<never> = {},
  ): Promise<unknown> {
    if (this.#stopped || signal?.aborted) throw new NitidoError("CANCELLED");
    const life = (this.#life ??= this.#start());
    const { rpc } = life;
    const job = ++this.#lastJob;
    const cancel = (): void => {
      rpc.cancel.asEvent(job).catch(() => undefined);
    };
    if (onProgress) this.#watchers.set(job, onProgress);
    signal?.addEventListener("abort", cancel);
    this.#calls++;
    this.#watchOver();
    try {
      return await rpc.run(job, task, request);
    } finally {
      if (--this.#calls === 0) this.#rest();
      signal?.removeEventListener("abort", cancel);
      this.#watchers.delete(job);
    }
  }

  /** Looks, while there are calls, whether the process answers; times that the machine sleeps do not count. */
  #watchOver(): void {
    if (this.#pulse) return;
    let missed = 0;
    let watched: Life | undefined;
    let waiting = false;
    this.#pulse = setInterval(() => {
      const life = this.#life;
      if (!life) return;
      if (life !== watched) [watched, missed, waiting] = [life, 0, false];
      if (waiting && ++missed >= MISSED_PULSES) {
        life.hung = true;
        life.child.kill("SIGKILL");
      }
      if (waiting) return;
      waiting = true;
      const answered = () => {
        if (life === watched) [missed, waiting] = [0, false];
      };
      // What rejects has ended, which is told otherwise.
      life.rpc.alive().then(answered, answered);
    }, this.#options.pulse ?? PULSE_MS);
  }

  #rest(): void {
    clearInterval(this.#pulse);
    this.#pulse = undefined;
  }

  /** Ends the process; calls in progress reject with CANCELLED. Later ones do as well. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const life = this.#life;
    if (!life) return;
    life.rpc.$close(new NitidoError("CANCELLED"));
    life.pipe.end();
    const timer = setTimeout(() => life.child.kill("SIGKILL"), STOP_MS);
    await life.ended;
    clearTimeout(timer);
  }

  #start(): Life {
    const {
      node = process.execPath,
      script = programPath("engine"),
      environment = process.env,
      priority = "normal",
    } = this.#options;
    const child = spawn(node, [script], {
      // Windows needs "overlapped" for a pipe that both sides use without blocking.
      stdio: ["ignore", "pipe", "pipe", "overlapped"],
      env: cleanEnvironment(environment),
      windowsHide: true,
    });
    if (priority === "low") lower(child);
    const pipe = child.stdio[PIPE] as Duplex | null | undefined;
    invariant(pipe, "the engine has no pipe");
    // Whatever breaks the pipe ends the process, and that is reported.
    pipe.on("error", () => child.kill("SIGKILL"));
    const rpc = openRpc<EngineSide, ParentSide>(pipe, {
      progress: (job, progress) => {
        this.#watchers.get(job)?.(progress as never);
      },
    });
    const ended = endOf(child).then((details) => {
      if (this.#life?.child === child) this.#life = undefined;
      const hung = life.hung ? { hung: true } : {};
      rpc.$close(new NitidoError("ENGINE_CRASHED", { ...details, ...hung }));
    });
    const life: Life = { child, pipe, rpc, ended, hung: false };
    return life;
  }
}

/** A system that refuses this computes at the usual priority. */
function lower({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined)
      setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
  }
}

/** Resolves when the process has ended, or could not be started, with what is known of the cause. */
function endOf(child: ChildProcess): Promise<Record<string, string>> {
  let tail = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-TAIL_CHARACTERS);
    });
  return new Promise((resolve) => {
    child.on("error", (error) => {
      resolve({ reason: error.message });
    });
    child.on("close", (code, signal) => {
      const reason = signal ?? `exit code ${code ?? 0}`;
      resolve({ reason, log: tail.trim() });
    });
  });
}
