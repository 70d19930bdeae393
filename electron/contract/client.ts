/** The app as an interface sees it: every call as a typed function, every event as a subscription. */
import type {
  CallName,
  EventName,
  ParameterOf,
  PayloadOf,
  ResultOf,
} from "./api.ts";
import type { Transport } from "./transport.ts";

/** What schemas describe as mutable; an interface passes what it may not change. */
type Frozen<Value> = Value extends object
  ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
  : Value;

/** `call("images.open", { id })`; calls without a parameter take none. Rejects with a NitidoError. */
export interface Client {
  call<Name extends CallName>(
    name: Name,
    ...parameter: null extends ParameterOf<Name>
      ? []
      : [Frozen<ParameterOf<Name>>]
  ): Promise<ResultOf<Name>>;
  /** Calls `listener` for each event of that name until the returned function is called. */
  on<Name extends EventName>(
    name: Name,
    listener: (payload: PayloadOf<Name>) => void,
  ): () => void;
}

export function createClient(transport: Transport): Client {
  return {
    call: (name, ...parameter) =>
      transport.invoke(name, parameter[0] ?? null) as Promise<never>,
    on: (name, listener) =>
      transport.subscribe((event) => {
        if (event.name === name) listener(event.payload as never);
      }),
  };
}
