/** Finds the app that the page belongs to: through the window's preload script, or the server it came from. */
import {
  type Bridge,
  bridgeTransport,
} from "../../electron/contract/bridge.ts";
import { SOCKET_PATH } from "../../electron/contract/socket.ts";
import type { Transport } from "../../electron/contract/transport.ts";
import { socketProtocols } from "./session.ts";
import { SocketTransport } from "./socket-transport.ts";

declare global {
  interface Window {
    /** Set by the preload script; a browser tab has none. */
    readonly nitido?: Omit<Bridge, "pathOf"> & {
      readonly pathOf: (file: File) => string;
    };
  }
}

export interface Connection {
  readonly transport: Transport;
  /** Where a dropped file lies, if this host can tell and it lies anywhere. */
  readonly pathOf: (file: File) => string | null;
  /** Calls `listener` with whether the app can be reached, at every change. */
  readonly onConnection: (listener: (connected: boolean) => void) => () => void;
}

export function connect(page: Window): Connection {
  const bridge = page.nitido;
  if (bridge)
    return {
      transport: bridgeTransport(bridge),
      pathOf: (file) => bridge.pathOf(file) || null,
      onConnection: () => () => undefined,
    };
  const address = new URL(SOCKET_PATH, page.location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const transport = new SocketTransport(
    () => new WebSocket(address, socketProtocols()),
  );
  return {
    transport,
    pathOf: () => null,
    onConnection: (listener) => transport.onConnection(listener),
  };
}
