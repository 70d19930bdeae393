/** The window: a sandboxed page that reaches the app through its preload script alone. */
import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Messages } from "../messages/messages.ts";
import { PAGE } from "./protocol.ts";
import { recoverWindow } from "./recovery.ts";
import {
  readState,
  rememberState,
  SMALLEST,
  usableState,
} from "./window-state.ts";

export interface WindowOptions {
  /** The built preload script. */
  readonly preload: string;
  /** Where the window's place is remembered. */
  readonly stateFile: string;
  /** Whether the developer tools can be opened. */
  readonly devTools: boolean;
  readonly messages: () => Messages;
}

/** As the page paints itself before anything else, so that nothing flashes. */
const BACKGROUND = { dark: "#1b1b1b", light: "#f4f4f4" } as const;

/** The app has one window, or none at times on macOS. */
export const currentWindow = () => BrowserWindow.getAllWindows()[0];

/** Brings the window before the user; `open` is called when there is none. */
export function showWindow(open: () => void): void {
  const window = currentWindow();
  if (!window) open();
  else {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }
}

export function openWindow(options: WindowOptions): void {
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { maximized, ...place } = usableState(
    readState(options.stateFile),
    workAreas,
  );
  const window = new BrowserWindow({
    ...place,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: "Nítido",
    backgroundColor: nativeTheme.shouldUseDarkColors
      ? BACKGROUND.dark
      : BACKGROUND.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // A file that is dropped beside the page must not replace it.
      navigateOnDragDrop: false,
      // Its dictionaries would come from the network.
      spellcheck: false,
      devTools: options.devTools,
    },
  });
  rememberState(window, options.stateFile);
  recoverWindow(window, options.messages);
  window.once("ready-to-show", () => {
    if (maximized) window.maximize();
    window.show();
  });
  void window.loadURL(PAGE);
}
