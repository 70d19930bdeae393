/** A folder that packaging takes for Electron's, where the real one need not be had: right names, right fuses, no browser. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Electron's marker in its program; the fuses follow: version, count, and a digit for each. */
export const FUSE_MARKER = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const FUSES = Buffer.concat([Buffer.from([1, 9]), Buffer.from("101100111")]);

export function standInElectron(folder: string): string {
  mkdirSync(join(folder, "locales"), { recursive: true });
  const program = Buffer.concat([
    Buffer.from(`#!/bin/sh\nexit 0\n${FUSE_MARKER}`),
    FUSES,
  ]);
  writeFileSync(join(folder, "electron"), program, { mode: 0o755 });
  writeFileSync(join(folder, "LICENSE"), "Electron's licence");
  for (const language of ["en-US", "es", "de"])
    writeFileSync(join(folder, "locales", `${language}.pak`), language);
  return folder;
}
