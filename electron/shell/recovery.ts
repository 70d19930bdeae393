/** What happens when the page crashes or hangs: it is loaded again; if that does not help, the user decides. */
import { app, type BrowserWindow, dialog } from "electron";
import type { Messages } from "../messages/messages.ts";

/** So many crashes within the span are a loop. */
const LOOP_CRASHES = 3;
const LOOP_MS = 60_000;

export function recoverWindow(
  window: BrowserWindow,
  messages: () => Messages,
): void {
  const contents = window.webContents;
  let crashes: number[] = [];
  /** Takes the question back when the page answers again. */
  let hanging: AbortController | undefined;

  /** Asks with two buttons: true for the first; false for the second, and when the question is taken back. */
  const ask = async (
    key: "crashed" | "hangs",
    buttons: readonly [string, string],
    signal: AbortSignal = new AbortController().signal,
  ): Promise<boolean> => {
    const { response } = await dialog.showMessageBox(window, {
      type: "warning",
      message: messages().text(`dialogs.${key}`),
      detail: messages().text(`dialogs.${key}Remedy`),
      buttons: [...buttons],
      defaultId: 0,
      cancelId: 1,
      signal,
    });
    return response === 0 && !window.isDestroyed();
  };

  contents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit") return;
    const now = Date.now();
    crashes = [...crashes, now].filter((time) => time > now - LOOP_MS);
    if (crashes.length < LOOP_CRASHES) {
      contents.reload();
      return;
    }
    const { text } = messages();
    void ask("crashed", [text("dialogs.reload"), text("menu.quit")]).then(
      (reload) => {
        if (reload) contents.reload();
        else app.quit();
      },
    );
  });

  window.on("unresponsive", () => {
    if (hanging) return;
    const { text } = messages();
    const buttons = [text("dialogs.reload"), text("dialogs.wait")] as const;
    hanging = new AbortController();
    void ask("hangs", buttons, hanging.signal).then((reload) => {
      hanging = undefined;
      // A page that hangs answers nothing: its process must go first, and then loads again.
      if (reload) contents.forcefullyCrashRenderer();
    });
  });
  window.on("responsive", () => hanging?.abort());
}
