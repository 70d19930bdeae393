/** `nitido evaluate`: how near a network's results come to clean images. */
import { Command, Option } from "commander";
import { NitidoError } from "../../../models/errors.ts";
import type {
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
  SEED,
  whole,
} from "../options.ts";
import type { Session } from "../session.ts";
import { deviceOption, modelOption } from "../shared-options.ts";

interface Options {
  readonly noise: number;
  readonly seed: number;
  readonly pairs?: string;
  readonly noisy?: string;
  readonly clean?: string;
  readonly model?: string;
  readonly assume?: "auto" | number;
  readonly device: DeviceWish;
}

export function evaluateCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  /** Real noise is in the files: none is added. */
  const realNoise = (flags: string, description: string): Option =>
    new Option(flags, description).conflicts(["noise", "seed"]);
  return new Command("evaluate")
    .description(text("evaluate.about"))
    .argument("[folder]", text("evaluate.folder"))
    .addOption(
      decimal("--noise <σ>", text("evaluate.noise"), NOISE_LEVEL).default(25),
    )
    .addOption(whole("--seed <seed>", text("evaluate.seed"), SEED).default(0))
    .addOption(realNoise("--pairs <folder>", text("evaluate.pairs")))
    .addOption(realNoise("--noisy <folder>", text("evaluate.noisy")))
    .addOption(realNoise("--clean <folder>", text("evaluate.clean")))
    .addOption(modelOption(messages))
    .addOption(
      autoOrDecimal("--assume <auto|σ>", text("evaluate.assume"), NOISE_LEVEL),
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
    source.kind === "clean"
      ? (["fast-awgn", source.noise] as const)
      : (["fast-photo", "auto"] as const);
  return {
    source,
    model: options.model ?? model,
    assume: options.assume ?? assume,
    device: options.device,
  };
}

/** Throws USAGE unless exactly one source is named. */
function toSource(
  folder: string | undefined,
  { noise, seed, pairs, noisy, clean }: Options,
): EvaluateSource {
  const sources: EvaluateSource[] = [];
  if (folder !== undefined)
    sources.push({ kind: "clean", folder, noise, seed });
  if (pairs !== undefined) sources.push({ kind: "pairs", folder: pairs });
  if (noisy !== undefined && clean !== undefined)
    sources.push({ kind: "folders", noisy, clean });
  const half = (noisy === undefined) !== (clean === undefined);
  const [source, ...others] = sources;
  if (source === undefined || others.length > 0 || half)
    throw new NitidoError("USAGE", { kind: "source" });
  return source;
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
      session.print(
        text("evaluate.image", {
          image: score.image,
          ...figures(session, score),
        }),
      );
      bar.show(done / count, text("evaluate.bar", { done, count }));
    },
  });
  const { model, images } = result;
  session.result(result, () => [
    text("evaluate.summary", { model, images, ...figures(session, result) }),
  ]);
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
