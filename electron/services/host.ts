/** What a host can do for the services that they cannot do themselves: dialogs, the file manager, the system's lists. */

/** What is absent cannot be done there: a browser tab has only its own file dialog. */
export interface HostAbilities {
  readonly host: "electron" | "browser";
  /** Asks for photographs with a native dialog; empty when it was closed. */
  readonly chooseFiles?: () => Promise<readonly string[]>;
  /** Asks for a folder; null when the dialog was closed. */
  readonly chooseFolder?: () => Promise<string | null>;
  /** Asks for an ONNX file; null when the dialog was closed. */
  readonly chooseModel?: () => Promise<string | null>;
  /** Asks for a file of pictures in the IDX format; null when the dialog was closed. */
  readonly chooseIdx?: () => Promise<string | null>;
  /** Shows a file in the file manager. */
  readonly reveal?: (path: string) => Promise<void>;
  /** Puts a photograph that was opened into the system's list of recent files. */
  readonly addRecent?: (path: string) => void;
}
