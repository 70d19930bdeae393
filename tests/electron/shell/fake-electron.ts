/** Electron's main-process modules without Electron: they remember what was asked of them, and events are emitted by tests. */
import { EventEmitter } from "node:events";
import { vi } from "vitest";

class FakeContents extends EventEmitter {
  readonly send = vi.fn();
  readonly reload = vi.fn();
  readonly forcefullyCrashRenderer = vi.fn();
  readonly isDestroyed = (): boolean => false;
}

export class BrowserWindow extends EventEmitter {
  static windows: BrowserWindow[] = [];
  static readonly getAllWindows = (): BrowserWindow[] => BrowserWindow.windows;

  readonly webContents = new FakeContents();
  readonly loadURL = vi.fn(() => Promise.resolve());
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly restore = vi.fn();
  readonly maximize = vi.fn();
  isMinimized = (): boolean => false;
  isMaximized = (): boolean => false;
  isDestroyed = (): boolean => false;
  getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 });
  readonly options: Readonly<Record<string, unknown>>;

  constructor(options: Readonly<Record<string, unknown>> = {}) {
    super();
    this.options = options;
    BrowserWindow.windows.push(this);
  }
}

class FakeApp extends EventEmitter {
  readonly isPackaged = false;
  readonly setAppUserModelId = vi.fn();
  readonly setPath = vi.fn();
  readonly enableSandbox = vi.fn();
  readonly commandLine = { appendSwitch: vi.fn() };
  readonly getPath = (name: string): string => `/home/ana/${name}`;
  readonly getPreferredSystemLanguages = (): string[] => ["es-ES", "en"];
  readonly whenReady = vi.fn(() => Promise.resolve());
  readonly exit = vi.fn();
  isFirst = true;
  readonly requestSingleInstanceLock = vi.fn(() => this.isFirst);
  readonly quit = vi.fn();
  readonly addRecentDocument = vi.fn();
}

export const app = new FakeApp();

export const protocol = {
  registerSchemesAsPrivileged: vi.fn(),
  handle:
    vi.fn<
      (scheme: string, handler: (request: Request) => Promise<Response>) => void
    >(),
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  },
};

export const screen = {
  getAllDisplays: () => [
    { workArea: { x: 0, y: 0, width: 1920, height: 1040 } },
  ],
};

export const nativeTheme = { shouldUseDarkColors: true, themeSource: "system" };

export const Menu = {
  buildFromTemplate: vi.fn((template: unknown) => template),
  setApplicationMenu: vi.fn(),
};

export const dialog = {
  showOpenDialog: vi.fn(),
  showMessageBox: vi.fn(),
  showErrorBox: vi.fn(),
};

export const shell = {
  openExternal: vi.fn(),
  openPath: vi.fn(() => Promise.resolve("")),
  showItemInFolder: vi.fn(),
};

type Handler = (event: unknown, ...rest: unknown[]) => Promise<unknown>;
const handlers = new Map<string, Handler>();

export const ipcMain = {
  handlers,
  handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
  removeHandler: (channel: string) => handlers.delete(channel),
};

/** Everything as it was in the beginning. */
export function resetElectron(): void {
  BrowserWindow.windows = [];
  app.removeAllListeners();
  app.isFirst = true;
  handlers.clear();
  nativeTheme.themeSource = "system";
  vi.clearAllMocks();
}
