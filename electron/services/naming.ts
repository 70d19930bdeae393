/** Names the output of each input: folder, template, extension, and what happens when two inputs would get one name. */
import { stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { NitidoError } from "../../models/errors.ts";
import {
  FORMATS,
  formatOfName,
  outputFormatOfName,
} from "../codecs/formats.ts";
import {
  type NoiseSetting,
  noiseWords,
} from "../../models/inference/noise-setting.ts";
import type { ImageFormat, OutputFormat } from "./api.ts";
import {
  excess,
  fitted,
  foldedName,
  plainFolder,
  plainName,
  shortened,
} from "./file-name.ts";
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
  readonly format: "keep" | OutputFormat;
  readonly model: string;
  /** The level that was asked for, or that it is measured. */
  readonly noise?: NoiseSetting;
}

export interface NamedOutput {
  readonly path: string;
  readonly format: OutputFormat;
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
  if (inputs.length !== 1 || outputFormatOfName(out) === undefined)
    return false;
  const status = await stat(out).catch(() => undefined);
  return !status?.isDirectory();
}

/**
 * The output for an input in the format that its content has, or the nearest that can be written. The tree of a
 * given folder is rebuilt below `out`, and never outside: what the input's name
 * and folder hold that no name should is left out or becomes `_`. Throws USAGE
 * when the template is no file name, or the format and the name of a single
 * file disagree.
 */
export function nameOutput(
  input: InputFile,
  inputFormat: ImageFormat,
  rules: NamingRules,
  single: boolean,
  position?: Position,
): NamedOutput {
  if (single) return singleOutput(inputFormat, rules);
  const format =
    rules.format === "keep" ? FORMATS[inputFormat].savedAs : rules.format;
  const extension = extname(input.path);
  // An extension that fits the format is kept as it is written: .JPG stays .JPG.
  const fitting = formatOfName(input.path) === format;
  const suffix = fitting ? extension : `.${FORMATS[format].extensions[0]}`;
  const values = placeholders(input, rules, position);
  const name = filledIn(rules.template, values, suffix);
  return { path: join(rules.out, plainFolder(input.folder), name), format };
}

function singleOutput(
  inputFormat: ImageFormat,
  { out, format }: NamingRules,
): NamedOutput {
  const named = outputFormatOfName(out) ?? FORMATS[inputFormat].savedAs;
  if (format !== "keep" && format !== named)
    throw new NitidoError("USAGE", {
      kind: "conflict",
      option: `--format ${format}`,
      other: `--out ${out}`,
    });
  return { path: out, format: named };
}

type Placeholders = Readonly<Record<string, string>> & {
  readonly name: string;
};

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
    ...(noise !== undefined && { sigma: levelOf(noise) }),
    ...(position && { counter: counterOf(position) }),
  };
}

/** From 1 on, with as many digits as the last one has, so that names sort as they are counted. */
function counterOf({ index, count }: Position): string {
  return (index + 1).toString().padStart(count.toString().length, "0");
}

/** `auto`, `12.5`, `20+3.5`; with amounts in per cent, `auto-80` and `auto-80+150`. */
function levelOf(setting: NoiseSetting): string {
  const { noise, amount } = noiseWords(setting);
  const words = amount === undefined ? noise : `${noise}-${amount}`;
  return words.replace(",", "+");
}

/** What a template may not add to a name: separators, and what Windows refuses in files that are copied there. */
const FORBIDDEN = /^\.{0,2}$|[/\\<>:"|?*]/;

/** The whole file name. One that is too long loses the end of what stands for `{name}`. */
function filledIn(
  template: string,
  values: Placeholders,
  suffix: string,
): string {
  if (FORBIDDEN.test(template))
    throw new NitidoError("USAGE", { kind: "nameTemplate", value: template });
  const fill = (name: string): string =>
    plainName(
      template.replace(/\{(\w*)\}/g, (placeholder, key: string) => {
        const value = key === "name" ? name : values[key];
        if (value !== undefined) return value;
        throw new NitidoError("USAGE", {
          kind: "namePlaceholder",
          value: placeholder,
          choices: Object.keys(values)
            .map((known) => `{${known}}`)
            .join(", "),
        });
      }),
    );
  const { name } = values;
  const full = fill(name);
  const over = excess(full + suffix);
  if (over === 0) return full + suffix;
  const short = shortened(name, Math.max(1, Buffer.byteLength(name) - over));
  return fitted(fill(short), suffix);
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
    const key = this.#caseCounts ? path : foldedName(path);
    const other = this.#taken.get(key);
    if (other !== undefined && other !== input)
      throw new NitidoError("OUTPUT_COLLISION", { file: output, input, other });
    this.#taken.set(key, input);
  }
}
