/** Names the output of each input: folder, template, extension, and what happens when two inputs would get one name. */
import { stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { NitidoError } from "../../models/errors.ts";
import { FORMATS, formatOfName } from "../codecs/formats.ts";
import type { ImageFormat } from "./api.ts";
import type { InputFile } from "./inputs.ts";

export interface NamingRules {
  /** A folder; or a file, when there is one input and this has the name of an image and is no folder. */
  readonly out: string;
  /** The name without extension: `{name}` is the input's, `{model}` the network's. */
  readonly template: string;
  readonly format: "keep" | ImageFormat;
  readonly model: string;
}

export interface NamedOutput {
  readonly path: string;
  readonly format: ImageFormat;
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
 * The output for an input in the format that its content has. The tree of a given folder is
 * rebuilt below `out`. Throws USAGE when a template's result is no plain file name.
 */
export function nameOutput(
  input: InputFile,
  inputFormat: ImageFormat,
  rules: NamingRules,
  single: boolean,
): NamedOutput {
  if (single) {
    const asked = formatOfName(rules.out) ?? inputFormat;
    return {
      path: rules.out,
      format: rules.format === "keep" ? asked : rules.format,
    };
  }
  const format = rules.format === "keep" ? inputFormat : rules.format;
  const extension = extname(input.path);
  const name = rules.template
    .replaceAll("{name}", () => basename(input.path, extension))
    .replaceAll("{model}", () => rules.model);
  if (name === "" || /[/\\]/.test(name) || name.startsWith("."))
    throw new NitidoError("USAGE", { option: "--name", value: rules.template });
  // An extension that fits the format is kept as it is written: .JPG stays .JPG.
  const fitting = formatOfName(input.path) === format;
  const suffix = fitting ? extension : `.${FORMATS[format].extensions[0]}`;
  return { path: join(rules.out, input.folder, name + suffix), format };
}

/** Remembers the names given so far: two inputs must not write one file. */
export class NameRegister {
  readonly #taken = new Map<string, string>();

  /** Throws OUTPUT_COLLISION when another input has this output already, also where case does not count. */
  claim(output: string, input: string): void {
    const key = resolve(output).normalize("NFC").toLowerCase();
    const other = this.#taken.get(key);
    if (other !== undefined && other !== input)
      throw new NitidoError("OUTPUT_COLLISION", { file: output, input, other });
    this.#taken.set(key, input);
  }
}
