/** When the app ends, and what must be done before. */
import type { App } from "electron";
import { showWindow } from "./window.ts";

export interface LifecycleOptions {
  readonly app: App;
  readonly platform: NodeJS.Platform;
  /** Opens a window. */
  readonly open: () => void;
  /** Writes what is unsaved and ends the engine. */
  readonly close: () => Promise<void>;
}

export function governLifecycle(options: LifecycleOptions): void {
  const { app, platform, open, close } = options;
  let isClosed = false;
  app.on("window-all-closed", () => {
    // On macOS an app outlives its windows, and its icon opens one again.
    if (platform !== "darwin") app.quit();
  });
  const show = (): void => showWindow(open);
  app.on("activate", show);
  app.on("second-instance", show);
  app.on("open-file", show);
  app.on("will-quit", (event) => {
    if (isClosed) return;
    event.preventDefault();
    void close()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        isClosed = true;
        app.quit();
      });
  });
}
