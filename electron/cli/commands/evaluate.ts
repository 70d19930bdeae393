/** `nitido evaluate`: how near a network's results come to clean images. */
import { Command, Option } from "commander";
import { NitidoError } from "../../../models/errors.ts";
import type {
  AddedCompression,
  AddedNoise,
  CleanSource,
  EvaluateRequest,
  EvaluateResult,
  EvaluateSource,
  ImageScore,
} from "../../services/api-files.ts";
import type { DeviceWish } from "../../services/api.ts";
import {
  autoOrDecimal,
  decimal,
  NOISE_LEVEL,
  oneOf,
  SEED,
  whole,
} from "../options.ts";
import type { Session } from "../session.ts";
import { deviceOption, modelOption } from "../shared-options.ts";

const NOISE_MODELS: Readonly<Record<AddedNoise, true>> = {
  white: true,
  "poisson-gaussian": true,
  camera: true,
  chroma: true,
  "film-grain": true,
  correlated: true,
  none: true,
};
const SUBSAMPLING: Readonly<Record<AddedCompression["subsampling"], true>> = {
  auto: true,
  "4:4:4": true,
  "4:2:0": true,
};
const DEFAULT_NOISE = 25;

interface Options {
  readonly noiseModel: AddedNoise;
  readonly noise?: number;
  readonly seed: number;
  readonly jpeg?: number;
  readonly subsampling?: AddedCompression["subsampling"];
  readonly pairs?: string;
  readonly noisy?: string;
  readonly clean?: string;
  readonly model?: string;
  readonly assume?: "auto" | number;
  readonly regret?: true;
  readonly device: DeviceWish;
}

export function evaluateCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  /** Real noise is in the files: none is added. */
  const realNoise = (flags: string, description: string): Option =>
    new Option(flags, description).conflicts([
      "noiseModel",
      "noise",
      "seed",
      "jpeg",
      "subsampling",
    ]);
  return new Command("evaluate")
    .description(text("evaluate.about"))
    .argument("[folder]", text("evaluate.folder"))
    .addOption(
      oneOf(
        "--noise-model <model>",
        text("evaluate.noiseModel"),
        NOISE_MODELS,
      ).default("white"),
    )
    .addOption(
      decimal(
        "--noise <σ>",
        text("evaluate.noise", { level: DEFAULT_NOISE }),
        NOISE_LEVEL,
      ),
    )
    .addOption(whole("--seed <seed>", text("evaluate.seed"), SEED).default(0))
    .addOption(
      whole("--jpeg <quality>", text("evaluate.jpeg"), { min: 1, max: 100 }),
    )
    .addOption(
      oneOf(
        "--subsampling <colour>",
        text("evaluate.subsampling"),
        SUBSAMPLING,
      ),
    )
    .addOption(realNoise("--pairs <folder>", text("evaluate.pairs")))
    .addOption(realNoise("--noisy <folder>", text("evaluate.noisy")))
    .addOption(realNoise("--clean <folder>", text("evaluate.clean")))
    .addOption(modelOption(messages))
    .addOption(
      autoOrDecimal("--assume <auto|σ>", text("evaluate.assume"), NOISE_LEVEL),
    )
    .addOption(
      new Option("--regret", text("evaluate.regret")).conflicts("assume"),
    )
    .addOption(deviceOption(messages))
    .action((folder: string | undefined, options: Options) =>
      evaluate(session, toRequest(folder, options)),
    );
}

function toRequest(
  folder: string | undefined,
  options: Options,
): EvaluateRequest {
  const source = toSource(folder, options);
  // White noise is for the network trained on it; real noise for the one that knows cameras.
  const [model, assume] =
    source.kind === "clean" && isWhite(source)
      ? (["fast-awgn", source.noise] as const)
      : (["fast-photo", "auto"] as const);
  const { regret } = options;
  return {
    source,
    model: options.model ?? model,
    assume: regret ? "auto" : (options.assume ?? assume),
    ...(regret && { regret }),
    device: options.device,
  };
}

const isWhite = ({ noiseModel = "white", jpeg }: CleanSource): boolean =>
  noiseModel === "white" && !jpeg;

/** Throws USAGE unless exactly one source is named. */
function toSource(
  folder: string | undefined,
  { pairs, noisy, clean, ...added }: Options,
): EvaluateSource {
  const sources: EvaluateSource[] = [];
  if (folder !== undefined) sources.push(cleanSource(folder, added));
  if (pairs !== undefined) sources.push({ kind: "pairs", folder: pairs });
  if (noisy !== undefined && clean !== undefined)
    sources.push({ kind: "folders", noisy, clean });
  const half = (noisy === undefined) !== (clean === undefined);
  const [source, ...others] = sources;
  if (source === undefined || others.length > 0 || half)
    throw new NitidoError("USAGE", { kind: "source" });
  return source;
}

/** Throws USAGE for a level of no noise, and for the colour of no JPEG. */
function cleanSource(
  folder: string,
  {
    noiseModel,
    noise,
    seed,
    jpeg,
    subsampling,
  }: Pick<Options, "noiseModel" | "noise" | "seed" | "jpeg" | "subsampling">,
): CleanSource {
  if (noiseModel === "none" && noise !== undefined)
    throw new NitidoError("USAGE", {
      kind: "conflict",
      option: "--noise <σ>",
      other: "--noise-model none",
    });
  if (jpeg === undefined && subsampling !== undefined)
    throw new NitidoError("USAGE", {
      kind: "missingOption",
      option: "--jpeg <quality>",
    });
  return {
    kind: "clean",
    folder,
    ...(noiseModel !== "white" && { noiseModel }),
    noise: noiseModel === "none" ? 0 : (noise ?? DEFAULT_NOISE),
    seed,
    ...(jpeg !== undefined && {
      jpeg: { quality: jpeg, subsampling: subsampling ?? "auto" },
    }),
  };
}

async function evaluate(
  session: Session,
  request: EvaluateRequest,
): Promise<void> {
  const { text } = session.messages;
  const engine = await session.engine();
  const bar = await session.progress();
  const result = await engine.evaluate(request, {
    signal: session.host.signal,
    onProgress: ({ done, images: count, score }) => {
      for (const line of imageLines(session, score)) session.print(line);
      bar.show(done / count, text("evaluate.bar", { done, count }));
    },
  });
  const { model, images } = result;
  session.result(result, () => [
    text("evaluate.summary", { model, images, ...figures(session, result) }),
    ...regretLines(session, result),
  ]);
}

function imageLines(session: Session, score: ImageScore): string[] {
  const { text, number } = session.messages;
  const { image, regret } = score;
  const lines = [text("evaluate.image", { image, ...figures(session, score) })];
  if (regret)
    lines.push(
      text("evaluate.imageRegret", {
        image,
        level: number(regret.bestLevel),
        best: number(regret.bestPsnr, 2),
        auto: number(regret.autoPsnr, 2),
        regret: number(regret.regret, 2),
      }),
    );
  return lines;
}

function regretLines(session: Session, { regret }: EvaluateResult): string[] {
  if (!regret) return [];
  const { text, number } = session.messages;
  const levels = regret.levels.map(({ level, psnr }) =>
    text("evaluate.level", { level: number(level), psnr: number(psnr, 2) }),
  );
  return [
    text("evaluate.regretSummary", {
      mean: number(regret.mean, 2),
      median: number(regret.median, 2),
      worst: number(regret.worst, 2),
      auto: number(regret.autoPsnr, 2),
      best: number(regret.bestPsnr, 2),
    }),
    text("evaluate.oneLevel", { levels: levels.join(" · ") }),
  ];
}

function figures(
  { messages: { number } }: Session,
  { psnr, ssim, noisyPsnr }: ImageScore | EvaluateResult,
): Record<"psnr" | "ssim" | "noisyPsnr", string> {
  return {
    psnr: number(psnr, 2),
    ssim: number(ssim, 4),
    noisyPsnr: number(noisyPsnr, 2),
  };
}
