/** What the window's preload script offers the page as `nitido`, and the transport over it. */
import type { AppEvent, Transport } from "./transport.ts";
import { type Answer, valueOf } from "./answer.ts";

/** Functions and plain data only: they cross from the preload's world into the page's. */
export interface Bridge {
  readonly invoke: (name: string, parameter: unknown) => Promise<Answer>;
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  /** Where a dropped file lies; empty for files without a place, as those from the clipboard. */
  readonly pathOf: (file: File) => string;
}

export function bridgeTransport(bridge: Bridge): Transport {
  return {
    invoke: async (name, parameter) =>
      valueOf(await bridge.invoke(name, parameter)),
    subscribe: (listener) => bridge.subscribe(listener),
  };
}
