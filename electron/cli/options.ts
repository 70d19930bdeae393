/** Options whose values are checked where they are read; what does not fit is a USAGE error that names the range. */
import { Option } from "commander";
import { NitidoError } from "../../models/errors.ts";
import {
  type Corruption,
  CORRUPTIONS,
  corruptions,
} from "../../models/lab/corrupt.ts";
import type { Shard } from "../services/api-files.ts";
import {
  AMOUNT_LIMIT,
  type GivenNoise,
  LEVEL_LIMIT,
  type MeasuredNoise,
} from "../../models/inference/noise-setting.ts";

interface Range {
  readonly min: number;
  readonly max: number;
}

export const PERCENT: Range = { min: 0, max: 100 };
/** σ in 0..255 units. */
export const NOISE_LEVEL: Range = { min: 0, max: LEVEL_LIMIT };
/** Per cent of the noise level that was measured. */
export const AMOUNT: Range = { min: 0, max: 100 * AMOUNT_LIMIT };
export const SEED: Range = { min: 0, max: 2 ** 32 - 1 };

const DECIMAL = /^(\d+(\.\d*)?|\.\d+)$/;
const SCIENTIFIC = /^(\d+(\.\d*)?|\.\d+)(e-?\d+)?$/i;
const WHOLE = /^\d+$/;

/** `value` as a number; undefined when it is written otherwise or outside the range. */
function parse(value: string, shape: RegExp, range: Range): number | undefined {
  const number = Number(value);
  const fits = shape.test(value) && number >= range.min && number <= range.max;
  return fits ? number : undefined;
}

/** An option whose text `read` turns into a value, or into undefined when it does not fit. */
function checked(
  flags: string,
  description: string,
  read: (value: string) => unknown,
  complaint: Readonly<Record<string, string | number>>,
): Option {
  const option = new Option(flags, description);
  return option.argParser((value) => {
    const result = read(value);
    if (result !== undefined) return result;
    throw new NitidoError("USAGE", {
      ...complaint,
      option: option.long ?? flags,
      value,
    });
  });
}

export const decimal = (flags: string, description: string, range: Range) =>
  checked(flags, description, (value) => parse(value, DECIMAL, range), {
    kind: "number",
    ...range,
  });

/** A decimal, which may be written as 5e-4. */
export const scientific = (flags: string, description: string, range: Range) =>
  checked(flags, description, (value) => parse(value, SCIENTIFIC, range), {
    kind: "number",
    ...range,
  });

export const whole = (flags: string, description: string, range: Range) =>
  checked(flags, description, (value) => parse(value, WHOLE, range), {
    kind: "integer",
    ...range,
  });

/** Whole numbers with commas between them, each in the range. */
export const wholes = (flags: string, description: string, range: Range) =>
  checked(
    flags,
    description,
    (value) => {
      const numbers = value.split(",").map((one) => parse(one, WHOLE, range));
      return numbers.includes(undefined) ? undefined : numbers;
    },
    { kind: "integer", ...range },
  );

export const multipleOf = (
  multiple: number,
  flags: string,
  description: string,
  range: Range,
) =>
  checked(
    flags,
    description,
    (value) => {
      const number = parse(value, WHOLE, range);
      return number !== undefined && number % multiple === 0
        ? number
        : undefined;
    },
    { kind: "multiple", multiple, ...range },
  );

export const autoOrDecimal = (
  flags: string,
  description: string,
  range: Range,
) =>
  checked(
    flags,
    description,
    (value) => (value === "auto" ? "auto" : parse(value, DECIMAL, range)),
    { kind: "autoOrNumber", ...range },
  );

/** `auto`, one level for all noise, or two with a comma: of luminance and of colour. */
export const noiseSetting = (flags: string, description: string) =>
  checked(
    flags,
    description,
    (value): "auto" | GivenNoise | undefined =>
      value === "auto" ? value : oneOrTwo(value, NOISE_LEVEL),
    { kind: "noise", ...NOISE_LEVEL },
  );

/** Per cent of the measured level, one for all noise or two with a comma; its value has 1 for 100. */
export const noiseAmount = (flags: string, description: string) =>
  checked(
    flags,
    description,
    (value): MeasuredNoise["amount"] | undefined =>
      oneOrTwo(value, AMOUNT, (perCent) => perCent / 100),
    { kind: "amount", ...AMOUNT },
  );

/** One number in the range, or with a comma those of luminance and of colour. */
function oneOrTwo(
  text: string,
  range: Range,
  value = (figure: number) => figure,
): GivenNoise | undefined {
  const figures = text.split(",").map((one) => parse(one, DECIMAL, range));
  const [luma, chroma] = figures;
  if (luma === undefined || figures.length > 2) return undefined;
  if (figures.length === 1) return value(luma);
  if (chroma === undefined) return undefined;
  return { luma: value(luma), chroma: value(chroma) };
}

/** One of a few words; the help shows them. The table is total over a type, so none is forgotten. */
export function oneOf(
  flags: string,
  description: string,
  table: Readonly<Record<string, true>>,
): Option {
  const choices = Object.keys(table);
  const option = checked(
    flags,
    description,
    (value) => choices.find((choice) => choice === value),
    { kind: "choice", choices: choices.join(", ") },
  );
  option.argChoices = choices;
  return option;
}

/** `i/n` with 1 ≤ i ≤ n. */
export const shard = (flags: string, description: string) =>
  checked(flags, description, shardOf, { kind: "shard" });

function shardOf(value: string): Shard | undefined {
  const [index = 0, count = 0] = /^\d+\/\d+$/.test(value)
    ? value.split("/").map(Number)
    : [];
  return index >= 1 && index <= count ? { index, count } : undefined;
}

/** A file's name without a folder. */
export const fileName = (flags: string, description: string) =>
  checked(
    flags,
    description,
    (value) =>
      /^[^/\\]+$/.test(value) && value !== "." && value !== ".."
        ? value
        : undefined,
    { kind: "fileName" },
  );

/** A path that ends in `extension`, which begins with a dot. */
export const fileEndingIn = (
  extension: string,
  flags: string,
  description: string,
) =>
  checked(
    flags,
    description,
    (value) => (value.toLowerCase().endsWith(extension) ? value : undefined),
    { kind: "extension", extension },
  );

/** Words with commas between them. */
export const words = (flags: string, description: string) =>
  checked(flags, description, (value) => value.split(","), { kind: "words" });

/** A kind of corruption and its amount: `white:25`, `salt:0.1`, `mask:0.3`. */
export const corruption = (flags: string, description: string) =>
  checked(flags, description, corruptionOf, { kind: "corruption" });

function corruptionOf(value: string): Corruption | undefined {
  const [name, amount = ""] = value.split(":");
  const kind = CORRUPTIONS.find((known) => known === name);
  if (!kind) return undefined;
  const number = parse(amount, DECIMAL, {
    min: 0,
    max: corruptions[kind].largest,
  });
  return number === undefined ? undefined : { kind, amount: number };
}
