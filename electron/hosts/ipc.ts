/** Serves the app to its window over Electron's IPC; the only file that imports `ipcMain`. */
import { BrowserWindow, ipcMain, type WebFrameMain } from "electron";
import { NitidoError } from "../../models/errors.ts";
import { type Answer, answerTo } from "../contract/answer.ts";
import type { Backend } from "../contract/transport.ts";
import { CALL_CHANNEL, EVENT_CHANNEL } from "./ipc-channels.ts";

export interface IpcOptions {
  readonly backend: Backend;
  /** Only pages of this origin are heard. */
  readonly origin: string;
}

/** Returns what ends the service. */
export function serveIpc({ backend, origin }: IpcOptions): () => void {
  ipcMain.handle(
    CALL_CHANNEL,
    (event, name: unknown, parameter: unknown): Promise<Answer> =>
      answerTo(async () => {
        // Null when the page is gone already.
        const { senderFrame } = event;
        if (!senderFrame || !isTrusted(senderFrame, origin))
          throw new NitidoError("USAGE", { kind: "sender" });
        if (typeof name !== "string")
          throw new NitidoError("USAGE", { kind: "call" });
        return backend.invoke(name, parameter);
      }),
  );
  const unsubscribe = backend.subscribe((event) => {
    for (const { webContents } of BrowserWindow.getAllWindows())
      if (!webContents.isDestroyed()) webContents.send(EVENT_CHANNEL, event);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(CALL_CHANNEL);
  };
}

/** Whether the page itself is calling: a frame inside it, or another page, is not. */
function isTrusted(frame: WebFrameMain, origin: string): boolean {
  return frame.parent === null && frame.origin === origin;
}
