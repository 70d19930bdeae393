/** The native dialogs that ask for photographs, folders and networks. */
import { dirname } from "node:path";
import { dialog, type OpenDialogOptions } from "electron";
import { FORMATS } from "../codecs/formats.ts";
import type { Messages } from "../messages/messages.ts";
import type { HostAbilities } from "../services/host.ts";
import { currentWindow } from "./window.ts";

export interface DialogOptions {
  readonly messages: () => Messages;
  /** Where the first dialog begins. */
  readonly pictures: string;
  readonly platform: NodeJS.Platform;
}

type Dialogs = Required<
  Pick<
    HostAbilities,
    "chooseFiles" | "chooseFolder" | "chooseModel" | "chooseIdx"
  >
>;

const EXTENSIONS = Object.values(FORMATS).flatMap(
  ({ extensions }) => extensions,
);

export function createDialogs(options: DialogOptions): Dialogs {
  const { messages, platform } = options;
  // Each dialog begins where the last one ended.
  let folder = options.pictures;

  const open = async (
    details: OpenDialogOptions,
  ): Promise<readonly string[]> => {
    const window = currentWindow();
    const wish = { ...details, defaultPath: folder };
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, wish)
      : dialog.showOpenDialog(wish));
    const [first] = filePaths;
    if (canceled || first === undefined) return [];
    folder = details.properties?.includes("openFile") ? dirname(first) : first;
    return filePaths;
  };

  return {
    chooseFiles: () =>
      open({
        title: messages().text("dialogs.chooseFiles"),
        // Only macOS has one dialog for files and folders both.
        properties: [
          "openFile",
          "multiSelections",
          ...(platform === "darwin" ? (["openDirectory"] as const) : []),
        ],
        filters: [
          {
            name: messages().text("dialogs.photographs"),
            extensions: EXTENSIONS,
          },
          { name: messages().text("dialogs.allFiles"), extensions: ["*"] },
        ],
      }),
    chooseFolder: async () => {
      const [path] = await open({
        title: messages().text("dialogs.chooseFolder"),
        properties: ["openDirectory", "createDirectory"],
      });
      return path ?? null;
    },
    chooseIdx: async () => {
      const [path] = await open({
        title: messages().text("dialogs.chooseIdx"),
        // Such files are named t10k-images-idx3-ubyte: by no extension.
        properties: ["openFile"],
      });
      return path ?? null;
    },
    chooseModel: async () => {
      const [path] = await open({
        title: messages().text("dialogs.chooseModel"),
        properties: ["openFile"],
        filters: [
          { name: messages().text("dialogs.networks"), extensions: ["onnx"] },
        ],
      });
      return path ?? null;
    },
  };
}
