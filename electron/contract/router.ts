/** Takes calls from any host: looks the name up, checks the parameter, and asks the service. */
import * as v from "valibot";
import { NitidoError } from "../../models/errors.ts";
import {
  type CallName,
  calls,
  type ParameterOf,
  type ResultOf,
} from "./api.ts";

/** One function for each call: a missing one does not compile. */
export type Handlers = {
  readonly [Name in CallName]: (
    parameter: ParameterOf<Name>,
  ) => Promise<ResultOf<Name>> | ResultOf<Name>;
};

/** Rejects with USAGE when there is no such call or the parameter does not fit. */
export function createRouter(
  handlers: Handlers,
): (name: string, parameter: unknown) => Promise<unknown> {
  // A Map: names come from outside, and what objects inherit is no call.
  const table = new Map(
    Object.entries(handlers) as [CallName, (parameter: never) => unknown][],
  );
  return async (name, parameter) => {
    const handler = table.get(name as CallName);
    if (!handler) throw new NitidoError("USAGE", { kind: "call", call: name });
    const checked = v.safeParse(calls[name as CallName].parameter, parameter);
    if (!checked.success)
      throw new NitidoError("USAGE", {
        kind: "parameter",
        call: name,
        reason: v.summarize(checked.issues),
      });
    return await handler(checked.output as never);
  };
}
