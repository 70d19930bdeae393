/** The options of all commands that denoise files: what is made of each, and how it is called. */
import { type Command, Option } from "commander";
import type { EncodingChoices, FileDepth } from "../../codecs/codec.ts";
import { WRITABLE } from "../../codecs/formats.ts";
import { NitidoError } from "../../../models/errors.ts";
import {
  type MeasuredNoise,
  noiseWords,
  simplest,
} from "../../../models/inference/noise-setting.ts";
import type { DenoiseRequest } from "../../services/api-files.ts";
import {
  decimal,
  fileName,
  noiseAmount,
  noiseSetting,
  oneOf,
  PERCENT,
  whole,
} from "../options.ts";
import type { Messages } from "../../messages/messages.ts";
import { deviceOption, modelOption } from "../shared-options.ts";

export interface DenoiseOptions extends Omit<
  DenoiseRequest,
  "inputs" | "recursive" | "existing" | "bitDepth"
> {
  readonly recursive?: true;
  readonly overwrite?: true;
  readonly skipExisting?: true;
  readonly bitDepth: BitDepth;
  readonly amount?: MeasuredNoise["amount"];
  readonly memory?: number;
}

type BitDepth = "keep" | `${FileDepth}`;

const FORMATS = Object.fromEntries(
  ["keep", ...WRITABLE].map((format) => [format, true]),
) as Readonly<Record<DenoiseRequest["format"], true>>;
const METADATA: Readonly<
  Record<NonNullable<DenoiseRequest["metadata"]>, true>
> = {
  keep: true,
  "no-location": true,
  none: true,
};
const BIT_DEPTHS: Readonly<Record<BitDepth, true>> = {
  keep: true,
  "8": true,
  "10": true,
  "12": true,
  "16": true,
};
const SUBSAMPLING: Readonly<
  Record<NonNullable<EncodingChoices["subsampling"]>, true>
> = { auto: true, "4:4:4": true, "4:2:0": true };
const COMPRESSION: Readonly<
  Record<NonNullable<EncodingChoices["compression"]>, true>
> = { none: true, lzw: true, deflate: true };

export function addDenoiseOptions(command: Command, messages: Messages): void {
  const { text } = messages;
  command
    .addOption(modelOption(messages).default("fast-photo"))
    .addOption(
      noiseSetting("--noise <auto|σ|σ,σ>", text("denoise.noise")).default(
        "auto",
      ),
    )
    .addOption(noiseAmount("--amount <%|%,%>", text("denoise.amount")))
    .addOption(
      decimal("--strength <%>", text("denoise.strength"), PERCENT).default(100),
    )
    .addOption(
      decimal("--luma <%>", text("denoise.luma"), PERCENT).default(100),
    )
    .addOption(
      decimal("--chroma <%>", text("denoise.chroma"), PERCENT).default(100),
    )
    .addOption(
      decimal("--detail <%>", text("denoise.detail"), PERCENT).default(0),
    )
    .addOption(deviceOption(messages))
    .addOption(
      whole("--memory <MB>", text("denoise.memory"), { min: 300, max: 1e6 }),
    )
    .addOption(
      oneOf("--format <format>", text("denoise.format"), FORMATS).default(
        "keep",
      ),
    )
    .addOption(
      oneOf("--bit-depth <bits>", text("denoise.bitDepth"), BIT_DEPTHS).default(
        "keep",
      ),
    )
    .addOption(
      whole("--quality <quality>", text("denoise.quality"), {
        min: 1,
        max: 100,
      }).default(92),
    )
    .addOption(
      oneOf(
        "--subsampling <colour>",
        text("denoise.subsampling"),
        SUBSAMPLING,
      ).default("auto"),
    )
    .option("--progressive", text("denoise.progressive"))
    .addOption(
      oneOf(
        "--compression <compression>",
        text("denoise.compression"),
        COMPRESSION,
      ).default("deflate"),
    )
    .addOption(
      oneOf("--metadata <what>", text("denoise.metadata"), METADATA).default(
        "keep",
      ),
    )
    .addOption(
      fileName("--name <pattern>", text("denoise.name")).default(
        "{name}-denoised",
      ),
    )
    .option("--overwrite", text("denoise.overwrite"))
    .addOption(
      new Option("--skip-existing", text("denoise.skipExisting")).conflicts(
        "overwrite",
      ),
    );
}

/** Throws USAGE where there is an amount of a level that is not measured. */
function noiseOf(
  noise: DenoiseRequest["noise"],
  amount: MeasuredNoise["amount"] | undefined,
): DenoiseRequest["noise"] {
  if (amount === undefined) return noise;
  if (noise === "auto") return simplest({ amount });
  throw new NitidoError("USAGE", {
    kind: "amountOfLevel",
    option: "--amount",
    other: `--noise ${noiseWords(noise).noise}`,
  });
}

export function toRequest(
  inputs: readonly string[],
  {
    overwrite,
    skipExisting,
    recursive,
    bitDepth,
    memory,
    noise,
    amount,
    ...options
  }: DenoiseOptions,
): DenoiseRequest {
  return {
    ...options,
    inputs,
    noise: noiseOf(noise, amount),
    ...(memory !== undefined && { memoryLimit: memory }),
    recursive: recursive === true,
    bitDepth: bitDepth === "keep" ? "keep" : (Number(bitDepth) as FileDepth),
    existing: overwrite ? "overwrite" : skipExisting ? "skip" : "fail",
  };
}
