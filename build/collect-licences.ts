/** Collects the licences of all that goes into the app: what the programs were bundled from, and the packages beside them. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SHIPPED_MODULES } from "./shipped-modules.ts";

export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier; the title of the text where a package names none. */
  readonly id: string;
  /** The licence's text; where a package has none, what it says of its licences. */
  readonly text: string;
}

/** The folder of the package that a source lies in. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(licen[cs]e|copying|(third-?party-?)?notices?)(\.|$)/i;
const OBLIGING = /(?<!L)GPL|GNU (Affero )?General Public/i;
const README = /^readme(\.|$)/i;

/**
 * The licences of every package whose sources the source maps of `dist` name, and of the native
 * ones, in alphabetical order. Throws when one of them obliges the whole app (GPL, AGPL).
 */
export function collectLicences(root: string): Licence[] {
  const folders = [
    ...bundledPackages(join(root, "dist")),
    ...nativePackages(join(root, "node_modules")),
  ];
  const licences = new Map(
    folders.map((folder) => {
      const licence = licenceOf(folder);
      return [`${licence.name} ${licence.version}`, licence];
    }),
  );
  for (const { name, id } of licences.values())
    if (OBLIGING.test(id))
      throw new Error(`${name} cannot be shipped: its licence is ${id}`);
  return [...licences.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All of them as one text to read. */
export function printLicences(licences: readonly Licence[]): string {
  const rule = "=".repeat(72);
  return licences
    .map(
      ({ name, version, id, text }) =>
        `${rule}\n${name} ${version} — ${id}\n${rule}\n\n${text.trim()}\n`,
    )
    .join("\n");
}

function bundledPackages(dist: string): Set<string> {
  const maps = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".map"),
  );
  const folders = maps.flatMap((file) => {
    const map = join(dist, file);
    const { sources } = JSON.parse(readFileSync(map, "utf8")) as {
      sources: string[];
    };
    return sources.flatMap((source) => {
      const found = PACKAGE.exec(source)?.[0];
      return found === undefined ? [] : [resolve(dirname(map), found)];
    });
  });
  return new Set(folders);
}

function nativePackages(modules: string): string[] {
  return SHIPPED_MODULES.flatMap((name) => {
    const folder = join(modules, name);
    return name.startsWith("@")
      ? readdirSync(folder).map((inner) => join(folder, inner))
      : [folder];
  });
}

function licenceOf(folder: string): Licence {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as { name: string; version: string; license?: string };
  const texts = filesLike(folder, LICENCE_FILE);
  const files = texts.length > 0 ? texts : filesLike(folder, README);
  const own = files.map((file) => readFileSync(file, "utf8"));
  const text = [...own, ...licenceOfContent(name)].join("\n");
  const title = texts.length > 0 ? own[0]?.trim().split("\n")[0] : undefined;
  const id = license ?? title;
  if (!id) throw new Error(`${name} does not say what its licence is`);
  return { name, version, id, text };
}

/** What a package holds of others and leaves the licence out of; the text is kept here. */
function licenceOfContent(name: string): string[] {
  const file = join(import.meta.dirname, "licences", `${name}.txt`);
  return existsSync(file) ? [readFileSync(file, "utf8")] : [];
}

function filesLike(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder)
    .filter((file) => pattern.test(file))
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile());
}
