/** An engine whose tasks do what the tests need: answer, report, wait, fail, crash, compute. */
import { NitidoError } from "../../../../models/errors.ts";
import { runEngineProgram } from "../../../../electron/engine/host.ts";
import type { AnyTasks } from "../../../../electron/engine/serve.ts";
import type { TaskContext } from "../../../../electron/engine/tasks/task.ts";
import { trainOnDevice } from "./train-on-device.ts";

type Context = TaskContext<unknown>;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve();
    });
  });

const tasks = {
  echo: (request: unknown) => Promise.resolve(request),

  process: () => Promise.resolve(process.pid),

  count: (to: number, { progress }: Context) => {
    for (let i = 1; i <= to; i++) progress({ i });
    return Promise.resolve("counted");
  },

  /** Ends only when cancelled, a little later, as if it had something to remove. */
  wait: async (_request: unknown, { progress, signal }: Context) => {
    progress("waiting");
    await aborted(signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
    progress("removed");
    signal.throwIfAborted();
  },

  refuse: (file: string) =>
    Promise.reject(new NitidoError("FILE_NOT_FOUND", { file })),

  bug: () => Promise.reject(new TypeError("x is not a function")),

  crash: () => {
    process.stderr.write("the driver is gone\n");
    setTimeout(() => {
      process.abort();
    }, 20);
    return new Promise(() => undefined);
  },

  chat: () => {
    process.stdout.write("native code likes to print\n");
    return Promise.resolve(null);
  },

  trainOnDevice,
};

const loaders = Object.entries(tasks).map(([name, task]) => [
  name,
  () => Promise.resolve(task),
]);
await runEngineProgram(
  process.argv.slice(2),
  Object.fromEntries(loaders) as AnyTasks,
);
