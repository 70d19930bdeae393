/** `nitido lab train`: pictures in, an encoder and a decoder out. */
import { Command, Option } from "commander";
import { NitidoError } from "../../../../models/errors.ts";
import type { Corruption } from "../../../../models/lab/corrupt.ts";
import type {
  AutoencoderKind,
  LabTrainProgress,
  LabTrainRequest,
  LabTrainResult,
} from "../../../services/api-lab.ts";
import type { DeviceWish } from "../../../services/api.ts";
import { choiceInWords } from "../../device-choice.ts";
import { duration } from "../../duration.ts";
import {
  corruption,
  decimal,
  oneOf,
  SEED,
  scientific,
  whole,
  wholes,
  words,
} from "../../options.ts";
import type { ProgressBar } from "../../progress-bar.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import { noteReading, overwriteOption } from "./shared.ts";

interface Options {
  readonly out: string;
  readonly network: AutoencoderKind;
  readonly latent: number;
  readonly widths?: readonly number[];
  readonly size?: number;
  readonly grey?: true;
  readonly corrupt?: Corruption;
  readonly without?: readonly string[];
  readonly reconstruction?: "squared" | "entropy";
  readonly beta: number;
  readonly sparse: number;
  readonly contractive: number;
  readonly walk: number;
  readonly minutes?: number;
  readonly steps?: number;
  readonly seed: number;
  readonly device: DeviceWish;
  readonly greedy?: true;
  readonly resume?: true;
  readonly overwrite?: true;
}

const NETWORKS: Readonly<Record<AutoencoderKind, true>> = {
  dense: true,
  deep: true,
  conv: true,
  vae: true,
  "conv-vae": true,
  unet: true,
};
const RECONSTRUCTIONS = { squared: true, entropy: true } as const;
const LATENT = { min: 1, max: 100_000 };
const WIDTHS = { min: 1, max: 100_000 };
const SIZE = { min: 4, max: 256 };
const MINUTES = { min: 0.01, max: 10_000 };
const STEPS = { min: 1, max: 1_000_000_000 };
const WALK = { min: 0, max: 1000 };
const WEIGHT = { min: 0, max: 1000 };
const DEFAULT_BUDGET = { minutes: 5 };

export function labTrainCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("train")
    .description(text("lab.train"))
    .argument("<source>", text("lab.source"))
    .addOption(new Option("--out <run>", text("lab.out")).makeOptionMandatory())
    .addOption(
      oneOf("--network <network>", text("lab.network"), NETWORKS).default(
        "deep",
      ),
    )
    .addOption(
      whole("--latent <units>", text("lab.latent"), LATENT).default(16),
    )
    .addOption(wholes("--widths <units>", text("lab.widths"), WIDTHS))
    .addOption(whole("--size <pixels>", text("lab.size"), SIZE))
    .option("--grey", text("lab.grey"))
    .addOption(corruption("--corrupt <kind:amount>", text("lab.corrupt")))
    .addOption(words("--without <classes>", text("lab.without")))
    .addOption(
      oneOf(
        "--reconstruction <loss>",
        text("lab.reconstruction"),
        RECONSTRUCTIONS,
      ),
    )
    .addOption(
      scientific("--beta <weight>", text("lab.beta"), WEIGHT).default(1),
    )
    .addOption(
      scientific("--sparse <weight>", text("lab.sparse"), WEIGHT).default(0),
    )
    .addOption(
      scientific(
        "--contractive <weight>",
        text("lab.contractive"),
        WEIGHT,
      ).default(0),
    )
    .option("--greedy", text("lab.greedy"))
    .addOption(whole("--walk <steps>", text("lab.walk"), WALK).default(0))
    .addOption(decimal("--minutes <minutes>", text("lab.minutes"), MINUTES))
    .addOption(
      whole("--steps <steps>", text("lab.steps"), STEPS).conflicts("minutes"),
    )
    .addOption(whole("--seed <seed>", text("train.seed"), SEED).default(0))
    .addOption(deviceOption(messages))
    .addOption(
      new Option("--resume", text("lab.resume")).conflicts("overwrite"),
    )
    .addOption(overwriteOption(session))
    .action((source: string, options: Options) =>
      train(session, toRequest(source, options)),
    );
}

function toRequest(source: string, options: Options): LabTrainRequest {
  const { minutes, steps, network, latent, seed, device } = options;
  const { beta, sparse, contractive, walk } = options;
  return {
    ...{
      source,
      network,
      latent,
      seed,
      device,
      beta,
      sparse,
      contractive,
      walk,
    },
    ...{ widths: options.widths ?? null, run: options.out },
    size: options.size ?? null,
    grey: options.grey === true,
    greedy: options.greedy === true,
    resume: options.resume === true,
    without: options.without ?? [],
    corruption: options.corrupt ?? null,
    reconstruction: options.reconstruction ?? null,
    budget:
      steps !== undefined
        ? { steps }
        : minutes !== undefined
          ? { minutes }
          : DEFAULT_BUDGET,
    overwrite: options.overwrite === true,
  };
}

async function train(
  session: Session,
  request: LabTrainRequest,
): Promise<void> {
  const engine = await session.engine();
  const onProgress = follower(session, await session.progress());
  const { signal } = session.host;
  const result = await engine
    .labTrain(request, { onProgress, signal })
    .catch((error: unknown) => {
      // Without a run in the details, it was cancelled before there was anything to keep.
      if (error instanceof NitidoError && "run" in error.details)
        session.note(session.messages.text("lab.kept", { run: request.run }));
      throw error;
    });
  session.result(result, () => summary(session, result));
}

function follower(
  session: Session,
  bar: ProgressBar,
): (progress: LabTrainProgress) => void {
  const { messages } = session;
  const { text, number } = messages;
  let error = NaN;
  return (progress) => {
    switch (progress.kind) {
      case "reading":
        bar.show(
          progress.done / progress.of,
          text("lab.reading", {
            ...{ done: number(progress.done), of: number(progress.of) },
          }),
        );
        break;
      case "started": {
        const [channels, height, width] = progress.shape;
        noteReading(session, progress.reading);
        session.note(
          text("lab.started", {
            ...{ width, height, channels },
            training: number(progress.training),
            heldOut: number(progress.heldOut),
            parameters: number(progress.parameters),
            steps: number(progress.steps),
          }),
        );
        session.note(choiceInWords(messages, progress.choice));
        if (progress.step > 0)
          session.note(text("lab.goesOn", { step: number(progress.step) }));
        break;
      }
      case "snapshot":
        ({ error } = progress);
        break;
      case "step":
        bar.show(
          progress.fraction,
          progress.layer === undefined
            ? text("lab.bar", {
                step: number(progress.step),
                loss: number(progress.loss, 5),
                error: number(error, 5),
                left: duration(progress.secondsLeft),
              })
            : text("lab.layerBar", {
                step: number(progress.step),
                loss: number(progress.loss, 5),
                layer: progress.layer,
                layers: progress.layers ?? 0,
                left: duration(progress.secondsLeft),
              }),
        );
        break;
      case "comparing":
        bar.show(1, text("lab.comparing"));
        break;
    }
  };
}

function summary(session: Session, result: LabTrainResult): string[] {
  const { text, number } = session.messages;
  const { figures } = result;
  const { corrupted } = figures;
  const share = (error: number) => number((100 * error) / figures.variance, 1);
  const last = figures.pca.at(-1);
  return [
    text("lab.summary", {
      run: result.run,
      steps: number(result.steps),
      time: duration(result.seconds),
      error: number(figures.error, 5),
      share: share(figures.error),
    }),
    ...(last
      ? [
          text("lab.pca", {
            components: last.components,
            error: number(last.error, 5),
            share: share(last.error),
          }),
        ]
      : []),
    ...(corrupted
      ? [
          text("lab.corrupted", {
            before: number(corrupted.before, 5),
            after: number(corrupted.after, 5),
          }),
        ]
      : []),
    ...(figures.couldCopy
      ? [
          text("lab.couldCopy", {
            shuffled: number(figures.shuffledError, 5),
            error: number(figures.error, 5),
          }),
        ]
      : []),
  ];
}
