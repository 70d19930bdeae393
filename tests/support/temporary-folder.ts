/** A folder for one test file, removed when its tests are over. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Call it at the top level of a test file, or of a `describe`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "nitido-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
