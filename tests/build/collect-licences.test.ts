/** The licences: found from what was really bundled, and refused where they oblige the whole app. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import {
  collectLicences,
  printLicences,
} from "../../build/collect-licences.ts";
import { SHIPPED_MODULES } from "../../build/shipped-modules.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
let root = folder;
let count = 0;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const addPackage = (
  name: string,
  license = "MIT",
  texts: Readonly<Record<string, string>> = {},
): void => {
  const files = {
    "package.json": JSON.stringify({ name, version: "1.0.0", license }),
    ...texts,
  };
  for (const [file, text] of Object.entries(files))
    write(`node_modules/${name}/${file}`, text);
};

beforeEach(() => {
  root = join(folder, String(++count));
  for (const name of SHIPPED_MODULES)
    addPackage(name.startsWith("@") ? `${name}/part` : name);
  const sources = ["../electron/cli.ts", "../node_modules/a/lib/a.js"];
  write("dist/cli.js.map", JSON.stringify({ sources }));
  const deep = ["../../node_modules/@b/c/x.js", "../../node_modules/a/b.js"];
  write("dist/chunks/x.js.map", JSON.stringify({ sources: deep }));
});

test("what the source maps name is listed once, in order, with its text", () => {
  addPackage("a", "MIT", { LICENSE: "text of a" });
  addPackage("@b/c", "ISC", { "README.md": "about c", lib: "x" });
  const found = collectLicences(root);
  expect(found.map(({ name }) => name)).toEqual([
    ...["@b/c", "@img/part", "@saehrimnir/part", "a"],
    ...["detect-libc", "jxl-oxide-wasm"],
    ...["libheif-js", "libraw-wasm", "onnxruntime-common"],
    ...["onnxruntime-node", "semver", "sharp", "wasm-vips"],
  ]);
  expect(found[0]).toMatchObject({ id: "ISC", text: "about c" });
  expect(found[3]).toMatchObject({ id: "MIT", text: "text of a" });
  expect(printLicences(found)).toContain("a 1.0.0 — MIT\n");
});

test("what a package holds of others has its licence, too", () => {
  for (const name of ["a", "@b/c"]) addPackage(name);
  const found = collectLicences(root);
  const raw = found.find(({ name }) => name === "libraw-wasm");
  expect(raw?.text).toContain("LibRaw LLC");
  expect(raw?.text).toContain("GNU LESSER GENERAL PUBLIC LICENSE");
});

test.each(["GPL-3.0-only", "(MIT AND AGPL-3.0)"])("%s is refused", (id) => {
  addPackage("@b/c");
  addPackage("a", id);
  expect(() => collectLicences(root)).toThrow("a cannot be shipped");
});

test("LGPL is not: its libraries lie beside the app and can be exchanged", () => {
  addPackage("@b/c");
  addPackage("a", "LGPL-3.0-or-later");
  expect(collectLicences(root)).toContainEqual(
    expect.objectContaining({ name: "a", id: "LGPL-3.0-or-later" }),
  );
});

test.each([
  ["MIT License", true],
  ["GNU AFFERO GENERAL PUBLIC LICENSE", false],
  ["GNU LESSER GENERAL PUBLIC LICENSE", true],
])("where only the text says it, its title counts: %s", (title, accepted) => {
  addPackage("@b/c");
  write("node_modules/a/package.json", '{ "name": "a", "version": "1.0.0" }');
  write("node_modules/a/LICENSE", `\n${title}\n\nwords`);
  if (accepted)
    expect(collectLicences(root)).toContainEqual(
      expect.objectContaining({ name: "a", id: title }),
    );
  else expect(() => collectLicences(root)).toThrow("cannot be shipped");
});

test("a package that does not say its licence is refused", () => {
  addPackage("@b/c");
  write("node_modules/a/package.json", '{ "name": "a", "version": "1.0.0" }');
  expect(() => collectLicences(root)).toThrow("a does not say");
});
