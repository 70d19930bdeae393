/** The engine's side of the pipe: runs tasks as jobs, until the pipe closes. */
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { invariant, NitidoError } from "../../models/errors.ts";
import { hasStuckReader } from "../codecs/reading-time.ts";
import type { Activity } from "./activity.ts";
import { openRpc, type EngineSide, type ParentSide } from "./rpc.ts";
import type { EngineServices, TaskContext } from "./tasks/task.ts";

/** A table of tasks whose names and types the caller has matched already. */
export type AnyTasks = Readonly<
  Record<
    string,
    () => Promise<
      (request: never, context: TaskContext<unknown>) => Promise<unknown>
    >
  >
>;

/** How long jobs may take to remove what is partial, once nobody waits for them. */
const GRACE_MS = 2000;
/** And for the last answer to be on its way. */
const FAREWELL_MS = 200;

/** Answers calls on `stream`; resolves when it has closed and every job has ended, or had its time to. */
export async function serveEngine(
  stream: Duplex,
  tasks: AnyTasks,
  services: EngineServices,
  activity: Activity,
): Promise<void> {
  const table = new Map(Object.entries(tasks));
  const stops = new Map<number, AbortController>();
  const running = new Set<Promise<unknown>>();

  const rpc = openRpc<ParentSide, EngineSide>(stream, {
    async run(job, name, request) {
      const stop = new AbortController();
      stops.set(job, stop);
      const end = activity.begin();
      const ended = perform(job, name, request, stop.signal).finally(() => {
        end();
        stops.delete(job);
        running.delete(ended);
        // What cannot be stopped goes on in a thread, and ends with the process: the next call gets another.
        if (running.size === 0 && hasStuckReader())
          setTimeout(() => {
            if (running.size === 0) stream.destroy();
          }, FAREWELL_MS);
      });
      running.add(ended);
      return ended;
    },
    alive: () => undefined,
    cancel(job) {
      stops.get(job)?.abort(new NitidoError("CANCELLED"));
    },
  });

  async function perform(
    job: number,
    name: string,
    request: unknown,
    signal: AbortSignal,
  ): Promise<unknown> {
    const load = table.get(name);
    invariant(load, `there is no task ${name}`);
    const task = await load();
    return task(request as never, {
      ...services,
      signal,
      progress: (progress) => {
        // Nobody is left to tell when the pipe is closed; the job is stopped then.
        rpc.progress.asEvent(job, progress).catch(() => undefined);
      },
    });
  }

  await closing(stream);
  for (const stop of stops.values()) stop.abort(new NitidoError("CANCELLED"));
  await Promise.race([Promise.allSettled(running), sleep(GRACE_MS)]);
}

function closing(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    stream.on("end", resolve).on("close", resolve).on("error", resolve);
  });
}
