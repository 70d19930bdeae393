/** Paths as people type and paste them: in quotes, as an address, below their home. */
import { homedir } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export function typedPath(text: string): string {
  const plain = text.trim().replace(/^(["'])(.*)\1$/, "$2");
  if (/^file:\/\//i.test(plain))
    try {
      return fileURLToPath(plain);
    } catch {
      // No address after all; the refusal names it as it was typed.
    }
  return resolve(homedir(), plain.replace(/^~(?=$|[/\\])/, "."));
}
