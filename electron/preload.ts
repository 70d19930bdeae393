/** The window's only door to the app: calls, events, and where a dropped file lies. */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Answer } from "./contract/answer.ts";
import type { Bridge } from "./contract/bridge.ts";
import type { AppEvent } from "./contract/transport.ts";
import { CALL_CHANNEL, EVENT_CHANNEL } from "./hosts/ipc-channels.ts";

const bridge: Bridge = {
  invoke: (name, parameter) =>
    ipcRenderer.invoke(CALL_CHANNEL, name, parameter) as Promise<Answer>,
  subscribe: (listener) => {
    const relay = (_: unknown, event: AppEvent): void => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, relay);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, relay);
    };
  },
  pathOf: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld("nitido", bridge);
