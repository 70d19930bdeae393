/** Tells every listening interface what has happened. */
import type { EventName, PayloadOf } from "../contract/api.ts";
import type { AppEvent } from "../contract/transport.ts";

export type Emit = <Name extends EventName>(
  name: Name,
  payload: PayloadOf<Name>,
) => void;

export interface EventHub {
  readonly emit: Emit;
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
}

/** A listener that throws does not keep the others from hearing. */
export function createEventHub(): EventHub {
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    emit(name, payload) {
      for (const listener of listeners)
        try {
          listener({ name, payload } as AppEvent);
        } catch (error) {
          process.stderr.write(`${String(error)}\n`);
        }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
