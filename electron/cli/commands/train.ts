/** `nitido train`: a folder of clean images in, a network out. */
import { Command, Option } from "commander";
import { NitidoError } from "../../../models/errors.ts";
import { SETTING_NAMES } from "../../../models/training/settings.ts";
import type {
  DeviceWish,
  NetworkName,
  TrainingNoise,
} from "../../services/api.ts";
import type {
  TrainProgress,
  TrainRequest,
  TrainResult,
  TrainingSettings,
  DataModeName,
} from "../../services/api-training.ts";
import { noteDevice } from "../device-choice.ts";
import { duration } from "../duration.ts";
import { decimal, fileEndingIn, oneOf, SEED, whole } from "../options.ts";
import type { ProgressBar } from "../progress-bar.ts";
import type { Session } from "../session.ts";
import { reportSentence } from "../training-report.ts";
import { inspectFolder, showInspection } from "./inspect-folder.ts";
import { deviceOption, networkOption } from "../shared-options.ts";
import { addTrainingSettings, settingsOf } from "../training-settings.ts";

interface Options extends TrainingSettings {
  readonly out?: string;
  readonly inspect?: true;
  readonly network: NetworkName;
  readonly base: string;
  readonly encoder?: string;
  readonly data: DataModeName | "auto";
  readonly like?: string;
  readonly noise: Exclude<TrainingNoise, "own">;
  readonly minutes?: number;
  readonly steps?: number;
  readonly seed: number;
  readonly device: DeviceWish;
  readonly resume?: string;
  readonly finish?: true;
  readonly trainMeter?: true;
  readonly overwrite?: true;
}

const NOISES: Readonly<Record<Exclude<TrainingNoise, "own">, true>> = {
  awgn: true,
  photo: true,
};
const DATA: Readonly<Record<DataModeName | "auto", true>> = {
  auto: true,
  clean: true,
  pairs: true,
  burst: true,
  noisy: true,
};
const MINUTES = { min: 0.01, max: 100_000 };
const STEPS = { min: 1, max: 1_000_000_000 };
const DEFAULT_BUDGET = { minutes: 60 };

export function trainCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  const command = new Command("train")
    .description(text("train.about"))
    .argument("<folder>", text("train.folder"))
    .addOption(fileEndingIn(".onnx", "--out <net.onnx>", text("train.out")))
    .option("--inspect", text("train.inspect"))
    .addOption(networkOption(messages))
    .addOption(
      new Option("--base <none|model>", text("train.base")).default("none"),
    )
    .addOption(new Option("--encoder <run>", text("train.encoder")))
    .addOption(
      oneOf("--noise <noise>", text("train.noise"), NOISES).default("photo"),
    )
    .addOption(oneOf("--data <data>", text("train.data"), DATA).default("auto"))
    .addOption(
      new Option("--like <folder>", text("train.like")).conflicts("noise"),
    )
    .addOption(decimal("--minutes <minutes>", text("train.minutes"), MINUTES))
    .addOption(
      whole("--steps <steps>", text("train.steps"), STEPS).conflicts("minutes"),
    )
    .addOption(whole("--seed <seed>", text("train.seed"), SEED).default(0))
    .addOption(deviceOption(messages))
    .addOption(
      // A run that goes on keeps its recipe.
      new Option("--resume <run>", text("train.resume")).conflicts([
        "network",
        "base",
        "encoder",
        "noise",
        "data",
        "like",
        "seed",
        ...SETTING_NAMES,
      ]),
    )
    .addOption(
      new Option("--finish", text("train.finish")).conflicts([
        "minutes",
        "steps",
      ]),
    )
    .option("--train-meter", text("train.trainMeter"))
    .option("--overwrite", text("train.overwrite"));
  return addTrainingSettings(command, messages).action(
    (folder: string, { inspect, out, ...options }: Options) => {
      if (inspect) return inspectFolder(session, folder);
      if (out !== undefined)
        return train(session, toRequest(folder, { ...options, out }));
      throw new NitidoError("USAGE", {
        kind: "missingOption",
        option: "--out <net.onnx>",
      });
    },
  );
}

function toRequest(
  folder: string,
  {
    out,
    resume,
    minutes,
    steps,
    overwrite,
    like,
    finish,
    ...options
  }: Omit<Options, "inspect" | "out"> & { readonly out: string },
): TrainRequest {
  if (finish && resume === undefined)
    throw new NitidoError("USAGE", {
      kind: "missingOption",
      option: "--resume <run>",
    });
  const asked =
    minutes !== undefined
      ? { minutes }
      : steps !== undefined
        ? { steps }
        : null;
  const { network, base, encoder, data, noise, seed, device } = options;
  if (encoder !== undefined && base !== "none")
    throw new NitidoError("USAGE", {
      ...{
        kind: "conflict",
        option: "--encoder <run>",
        other: `--base ${base}`,
      },
    });
  return {
    ...{ network, base, data, noise, seed, device },
    encoder: encoder ?? null,
    settings: settingsOf(options),
    folder,
    out,
    like: like ?? null,
    ...(options.trainMeter && { trainMeter: true }),
    run: resume ?? out.replace(/\.onnx$/i, ".run"),
    resume: resume !== undefined,
    finish: finish === true,
    budget: asked ?? (resume === undefined ? DEFAULT_BUDGET : null),
    overwrite: overwrite === true,
  };
}

async function train(session: Session, request: TrainRequest): Promise<void> {
  const engine = await session.engine();
  const follow = follower(session, await session.progress());
  const result = await engine
    .train(request, { onProgress: follow, signal: session.host.signal })
    .catch((error: unknown) => {
      // Without a run in the details, it was cancelled before there was anything to save.
      if (error instanceof NitidoError && "run" in error.details)
        session.note(
          session.messages.text("train.saved", { run: request.run }),
        );
      throw error;
    });
  session.result(result, () => summary(session, result));
}

function follower(
  session: Session,
  bar: ProgressBar,
): (progress: TrainProgress) => void {
  const { text, number } = session.messages;
  return (progress) => {
    switch (progress.kind) {
      case "started":
        session.note(
          text("train.started", {
            network: progress.network,
            parameters: number(progress.parameters),
            images: number(progress.images),
          }),
        );
        session.note(
          text(`train.data_${progress.data}`, {
            heldOut: number(progress.heldOut),
          }),
        );
        if (progress.noisyPsnr !== undefined && progress.basePsnr !== undefined)
          session.note(
            text("train.before", {
              noisy: number(progress.noisyPsnr, 2),
              base: number(progress.basePsnr, 2),
            }),
          );
        if (progress.step > 0)
          session.note(text("train.resumed", { step: number(progress.step) }));
        break;
      case "step":
        bar.show(
          progress.fraction,
          text("train.bar", {
            step: number(progress.step),
            loss: number(progress.loss, 5),
            rate: number(progress.mpxPerSecond, 2),
            left: duration(progress.secondsLeft),
          }),
        );
        break;
      case "checkpoint": {
        const saved = { step: number(progress.step), file: progress.file };
        session.note(
          progress.psnr === undefined
            ? text("train.checkpoint", saved)
            : text("train.checkpointMeasured", {
                ...saved,
                psnr: number(progress.psnr, 2),
              }),
        );
        break;
      }
      case "snapshot":
        break;
      case "measuring":
        bar.show(
          progress.done / progress.of,
          text("train.measuring", {
            ...{ done: number(progress.done), of: number(progress.of) },
          }),
        );
        break;
      case "inspecting":
        showInspection(session, bar, progress);
        break;
      case "recovered":
        session.note(
          text(`train.recovered_${progress.why}`, {
            step: number(progress.step),
            batch: number(progress.batch),
            rate: progress.learningRate.toExponential(1),
          }),
        );
        break;
      case "device":
        noteDevice(session, progress.choice);
        break;
    }
  };
}

function summary(session: Session, result: TrainResult): string[] {
  const { text, number } = session.messages;
  const line = text("train.summary", {
    out: result.out,
    steps: number(result.steps),
    time: duration(result.seconds),
    rate: number(result.mpxPerSecond, 2),
    loss: number(result.loss, 5),
  });
  const { psnr, ended, writtenStep, steps } = result;
  return [
    line,
    ...(ended === "early" ? [text("train.early")] : []),
    ...(writtenStep < steps
      ? [text("train.best", { step: number(writtenStep) })]
      : []),
    ...(psnr === undefined
      ? []
      : [text("train.measured", { psnr: number(psnr, 2) })]),
    reportSentence(
      session.messages,
      result.report,
      result.data === "noisy" || result.data === "burst",
    ),
  ];
}
