/** Names the output of each input: folder, template, extension, and what happens when two inputs would get one name. */
import { stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { NitidoError } from "../../models/errors.ts";
import { FORMATS, formatOfName } from "../codecs/formats.ts";
import type { ImageFormat } from "./api.ts";
import type { InputFile } from "./inputs.ts";

export interface NamingRules {
  /** A folder; or a file, when there is one input and this has the name of an image and is no folder. */
  readonly out: string;
  /**
   * The name without extension. `{name}` is the input's, `{folder}` that of the
   * folder it lies in, `{model}` the network's; `{sigma}` and `{counter}` are
   * the noise level and the input's number, where the caller gives them.
   */
  readonly template: string;
  readonly format: "keep" | ImageFormat;
  readonly model: string;
  /** The level that was asked for, 0..255, or that it is measured. */
  readonly noise?: "auto" | number;
}

export interface NamedOutput {
  readonly path: string;
  readonly format: ImageFormat;
}

/** Where an input stands among all of them. */
export interface Position {
  /** From 0 on. */
  readonly index: number;
  readonly count: number;
}

/** Whether `out` names one file rather than a folder. */
export async function isSingleFile(
  out: string,
  inputs: readonly InputFile[],
): Promise<boolean> {
  if (inputs.length !== 1 || formatOfName(out) === undefined) return false;
  const status = await stat(out).catch(() => undefined);
  return !status?.isDirectory();
}

/**
 * The output for an input in the format that its content has. The tree of a
 * given folder is rebuilt below `out`. Throws USAGE when the template gives no
 * plain file name, or the format and the name of a single file disagree.
 */
export function nameOutput(
  input: InputFile,
  inputFormat: ImageFormat,
  rules: NamingRules,
  single: boolean,
  position?: Position,
): NamedOutput {
  if (single) return singleOutput(inputFormat, rules);
  const format = rules.format === "keep" ? inputFormat : rules.format;
  const extension = extname(input.path);
  // An extension that fits the format is kept as it is written: .JPG stays .JPG.
  const fitting = formatOfName(input.path) === format;
  const suffix = fitting ? extension : `.${FORMATS[format].extensions[0]}`;
  const name = filledIn(rules.template, placeholders(input, rules, position));
  return { path: join(rules.out, input.folder, name + suffix), format };
}

function singleOutput(
  inputFormat: ImageFormat,
  { out, format }: NamingRules,
): NamedOutput {
  const named = formatOfName(out) ?? inputFormat;
  if (format !== "keep" && format !== named)
    throw new NitidoError("USAGE", {
      kind: "conflict",
      option: `--format ${format}`,
      other: `--out ${out}`,
    });
  return { path: out, format: named };
}

type Placeholders = Readonly<Record<string, string>>;

function placeholders(
  { path }: InputFile,
  { model, noise }: NamingRules,
  position: Position | undefined,
): Placeholders {
  return {
    name: basename(path, extname(path)),
    folder: basename(dirname(resolve(path))),
    // An imported network may be given by its path.
    model: basename(model, ".onnx"),
    ...(noise !== undefined && { sigma: noise.toString() }),
    ...(position && { counter: counterOf(position) }),
  };
}

/** From 1 on, with as many digits as the last one has, so that names sort as they are counted. */
function counterOf({ index, count }: Position): string {
  return (index + 1).toString().padStart(count.toString().length, "0");
}

/** What a template may not add to a name: separators, and what Windows refuses in files that are copied there. */
const FORBIDDEN = /[/\\<>:"|?*]/;

function filledIn(template: string, values: Placeholders): string {
  if (FORBIDDEN.test(template))
    throw new NitidoError("USAGE", {
      kind: "fileName",
      option: "--name",
      value: template,
    });
  const name = template.replace(/\{(\w*)\}/g, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined)
      throw new NitidoError("USAGE", {
        kind: "choice",
        option: "--name",
        value: placeholder,
        choices: Object.keys(values)
          .map((known) => `{${known}}`)
          .join(", "),
      });
    return value;
  });
  if (name === "" || name === "." || name === "..")
    throw new NitidoError("USAGE", {
      kind: "fileName",
      option: "--name",
      value: template,
    });
  return name;
}

/** Remembers the names given so far: two inputs must not write one file. */
export class NameRegister {
  readonly #taken = new Map<string, string>();
  readonly #caseCounts: boolean;

  /** Linux alone tells `a.jpg` from `A.jpg` and composed letters from decomposed ones. */
  constructor(caseCounts = process.platform === "linux") {
    this.#caseCounts = caseCounts;
  }

  /** Throws OUTPUT_COLLISION when another input has this output already. */
  claim(output: string, input: string): void {
    const path = resolve(output);
    const key = this.#caseCounts ? path : path.normalize("NFC").toLowerCase();
    const other = this.#taken.get(key);
    if (other !== undefined && other !== input)
      throw new NitidoError("OUTPUT_COLLISION", { file: output, input, other });
    this.#taken.set(key, input);
  }
}
