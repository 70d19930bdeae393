/** What carries calls and events between an interface and the app, whatever lies between them. */
import type { EventName, PayloadOf } from "./api.ts";

/** Any event with what it carries. */
export type AppEvent = {
  [Name in EventName]: {
    readonly name: Name;
    readonly payload: PayloadOf<Name>;
  };
}[EventName];

/** The interface's side. */
export interface Transport {
  /** Rejects with a NitidoError. */
  invoke(name: string, parameter: unknown): Promise<unknown>;
  /** Calls `listener` for every event until the returned function is called. */
  subscribe(listener: (event: AppEvent) => void): () => void;
}

/** The app's side, which every host serves: an answer to a call is data, also when it is an error. */
export interface Backend {
  /** Rejects with a NitidoError: USAGE for an unknown call or a wrong parameter. */
  invoke(name: string, parameter: unknown): Promise<unknown>;
  subscribe(listener: (event: AppEvent) => void): () => void;
  /** Answers requests for pixels and takes files in; see resources.ts. */
  fetch(request: Request): Promise<Response>;
}
