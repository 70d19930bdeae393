/** Says what went wrong where no page can: in a native dialog. */
import { dialog } from "electron";
import { toErrorData } from "../contract/error-data.ts";
import type { Messages } from "../messages/messages.ts";

/** `title` says what failed. Works before Electron is ready, too. */
export function reportError(
  title: string,
  thrown: unknown,
  messages: Messages,
): void {
  const error = toErrorData(thrown);
  console.error(error.stack ?? error.message);
  dialog.showErrorBox(title, messages.error(error));
}
