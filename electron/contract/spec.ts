/** What the tables of calls and events are made of. */
import type * as v from "valibot";

/** One call: what its parameter must look like, and the type of its answer. */
export interface CallSpec<Schema extends v.GenericSchema, Result> {
  readonly parameter: Schema;
  /** Exists for its type only. */
  readonly result?: Result;
}

export function call<const Schema extends v.GenericSchema>(parameter: Schema) {
  return {
    answers: <Result>(): CallSpec<Schema, Result> => ({ parameter }),
  };
}

/** One kind of event; the type of what it carries. */
export interface EventSpec<Payload> {
  readonly payload?: Payload;
}

export const event = <Payload>(): EventSpec<Payload> => ({});
