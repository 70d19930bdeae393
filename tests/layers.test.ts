/** The layers are kept apart by compilation: what imports against the arrows tests → electron → models → nothing is refused. */
import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = dirname(import.meta.dirname);

/** Codes of the compiler's complaints about snippets, each in a file of its own beside `neighbour` in the layer. */
function complaints(
  layer: string,
  neighbour: string,
  snippets: Readonly<Record<string, string>>,
): Record<string, number[]> {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, layer, "tsconfig.json"),
    { noEmit: true, emitDeclarationOnly: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  )!;
  const files = new Map(
    Object.entries(snippets).map(([name, code], index) => [
      join(root, layer, `snippet-${index}.ts`),
      { name, code },
    ]),
  );
  const sources = new Map([...files].map(([file, { code }]) => [file, code]));
  sources.set(join(root, "tests", "anything.ts"), "export {};");
  const host = ts.createCompilerHost(config.options);
  const program = ts.createProgram({
    // Not the whole layer: the snippets need no more, and this is quick.
    rootNames: [join(root, layer, neighbour), ...files.keys()],
    options: config.options,
    host: {
      ...host,
      fileExists: (file) => sources.has(file) || host.fileExists(file),
      getSourceFile: (file, version, ...rest) => {
        const code = sources.get(file);
        return code === undefined
          ? host.getSourceFile(file, version, ...rest)
          : ts.createSourceFile(file, code, version);
      },
    },
  });
  return Object.fromEntries(
    [...files].map(([file, { name }]) => {
      const source = program.getSourceFile(file);
      const found = ts
        .getPreEmitDiagnostics(program, source)
        .filter((diagnostic) => diagnostic.file === source);
      return [name, found.map(({ code }) => code)];
    }),
  );
}

const NOT_IN_PROJECT = 6307;
const NO_MODULE = 2306;
const UNKNOWN_NAMES = [2304, 2584, 2591, 2580];

describe("models/", () => {
  const found = complaints("models", "random.ts", {
    own: 'import { Random } from "./random.ts";\nexport const random = new Random(1);',
    electron: 'import "../electron/cli/duration.ts";',
    tests: 'import "../tests/anything.ts";',
    node: 'import * as fs from "node:fs";\nexport const read = fs;',
    native: 'import sharp from "sharp";\nexport const library = sharp;',
    console: 'console.log("x");',
    process: "export const words = process.argv;",
    timer: "setTimeout(() => undefined, 1);",
    document: "export const title = document.title;",
  });

  test("may import itself", () => {
    expect(found["own"]).toEqual([]);
  });

  test.each(["electron", "tests"])("may not import %s/", (name) => {
    expect(found[name]).toContain(NOT_IN_PROJECT);
  });

  test.each(["node", "native"])("may import no package: %s", (name) => {
    expect(found[name]).toEqual([NO_MODULE]);
  });

  test.each(["console", "process", "timer", "document"])(
    "knows no host: %s",
    (name) => {
      expect(found[name]).toHaveLength(1);
      expect(UNKNOWN_NAMES).toContain(found[name]?.[0]);
    },
  );
});

describe("electron/", () => {
  const found = complaints("electron", "cli/duration.ts", {
    own: 'import { duration } from "./cli/duration.ts";\nexport const short = duration(1);',
    tests: 'import "../tests/anything.ts";',
    document: "export const title = document.title;",
  });

  test("may import itself", () => {
    expect(found["own"]).toEqual([]);
  });

  test("may not import tests/", () => {
    expect(found["tests"]).toContain(NOT_IN_PROJECT);
  });

  test("knows no window", () => {
    expect(found["document"]).toHaveLength(1);
  });
});
