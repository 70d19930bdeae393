/** Plans what every image of a batch will be called, before anything is written. */
import { readdir } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { requireEncodable } from "../../codecs/output-limits.ts";
import { formatOf } from "../../codecs/decode.ts";
import type { DenoiseSettings, SaveRules } from "../../contract/values.ts";
import { fileIdentity } from "../../files/identity.ts";
import { foldedName, numbered } from "../file-name.ts";
import { nameOutput, NameRegister, type Position } from "../naming.ts";

/** An image as saving sees it. */
export interface SaveSource {
  /** The file with its pixels. */
  readonly path: string;
  /** What people call it, with its extension; the output is named after it. */
  readonly name: string;
  /** The folder it was found in, relative to the one that was added: that tree is rebuilt. */
  readonly folder: string;
  /** The folder that counts as beside it; null for a picture that has no place of its own on the disk. */
  readonly home: string | null;
  /** The model may be `auto`: the image is then measured when its turn comes. */
  readonly settings: DenoiseSettings;
  /** Where it is known. */
  readonly megapixels?: number;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface PlannedOutput {
  readonly output: string | null;
  /** The path before numbers were added. */
  readonly base: string | null;
  /** Why it cannot be written. */
  readonly error?: unknown;
}

/** What must not be written over, and what is taken. */
export interface Taken {
  /** Identities of all originals (files/identity.ts). */
  readonly originals: ReadonlySet<string>;
  /** Outputs of jobs that are not done. */
  readonly outputs: Iterable<string>;
}

/** One plan for each source, in their order; it never rejects because of one of them. */
export async function planOutputs(
  sources: readonly SaveSource[],
  rules: SaveRules,
  taken: Taken,
): Promise<PlannedOutput[]> {
  const given = new NameRegister();
  const free = new FreeNames(taken.outputs);
  const plans: PlannedOutput[] = [];
  for (const [index, source] of sources.entries()) {
    let base: string | null = null;
    try {
      base = await baseName(source, rules, { index, count: sources.length });
      if (rules.existing === "number") {
        plans.push({ base, output: await free.claim(base) });
        continue;
      }
      given.claim(base, source.path);
      const identity = await fileIdentity(base);
      if (identity !== undefined && taken.originals.has(identity))
        throw new NitidoError("OUTPUT_IS_INPUT", { file: base });
      if (identity !== undefined && rules.existing === "fail")
        throw new NitidoError("OUTPUT_EXISTS", { file: base });
      plans.push({ base, output: base });
    } catch (error) {
      plans.push({ base, output: base, error });
    }
  }
  return plans;
}

async function baseName(
  source: SaveSource,
  { folder, name, format }: SaveRules,
  position: Position,
): Promise<string> {
  const out = folder ?? source.home;
  if (out === null) throw new NitidoError("NO_FOLDER", { file: source.name });
  const { model, noise } = source.settings;
  const { path, format: chosen } = nameOutput(
    {
      path: resolve(source.home ?? "", source.name),
      folder: folder === null ? "" : source.folder,
    },
    await formatOf(source.path),
    { out, template: name, format, model, noise },
    false,
    position,
  );
  if (source.size) requireEncodable(source.size, chosen, source.name);
  return path;
}

/** Gives out names that neither a file on the disk nor another image has, however case and composition differ. */
class FreeNames {
  readonly #folders = new Map<string, Promise<Set<string>>>();
  readonly #next = new Map<string, number>();
  readonly #outputs = new Map<string, string[]>();

  constructor(outputs: Iterable<string>) {
    for (const path of outputs) {
      const folder = foldedName(dirname(resolve(path)));
      const names = this.#outputs.get(folder);
      if (names) names.push(basename(path));
      else this.#outputs.set(folder, [basename(path)]);
    }
  }

  async claim(base: string): Promise<string> {
    const taken = await this.#takenIn(dirname(resolve(base)));
    const key = foldedName(resolve(base));
    for (let number = this.#next.get(key) ?? 1; ; number++) {
      const path = number === 1 ? base : numbered(base, number);
      const name = foldedName(basename(path));
      if (taken.has(name)) continue;
      taken.add(name);
      this.#next.set(key, number + 1);
      return path;
    }
  }

  #takenIn(folder: string): Promise<Set<string>> {
    const key = foldedName(folder);
    let names = this.#folders.get(key);
    if (!names) {
      const claimed = this.#outputs.get(key) ?? [];
      names = namesIn(folder).then(
        (found) => new Set([...found, ...claimed].map(foldedName)),
      );
      this.#folders.set(key, names);
    }
    return names;
  }
}

/** None, if it does not exist yet; what else is wrong with it is found when writing. */
function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
