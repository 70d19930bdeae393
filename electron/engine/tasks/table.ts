/** Every use case and the task that carries it out, loaded when it is first asked for. */
import type { UseCaseName } from "../../services/api.ts";
import { NitidoError } from "../../../models/errors.ts";
import type { Task } from "./task.ts";

/** Total: a use case without a task does not compile. */
export type TaskTable = {
  readonly [Name in UseCaseName]: () => Promise<Task<Name>>;
};

export const tasks: TaskTable = {
  analyze: () => missing("analyze"),
  bench: () => missing("bench"),
  denoise: () => missing("denoise"),
  devices: async () => (await import("./devices.ts")).devices,
  evaluate: () => missing("evaluate"),
  models: () => missing("models"),
  train: () => missing("train"),
};

function missing(name: UseCaseName): never {
  throw new NitidoError("INTERNAL", { message: `${name} is not there yet` });
}
