/** `nitido lab classify`: what a run's encoder is worth to a classifier with few labels. */
import { Command } from "commander";
import { NitidoError } from "../../../../models/errors.ts";
import type {
  LabClassifyProgress,
  LabClassifyRequest,
  LabClassifyResult,
} from "../../../services/api-lab-studies.ts";
import type { Corruption } from "../../../services/api-lab.ts";
import type { DeviceWish } from "../../../services/api.ts";
import {
  corruption,
  oneOf,
  scientific,
  SEED,
  whole,
  wholes,
} from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import { curve } from "./label-curve.ts";
import { noteReading, overwriteOption, readingFollower } from "./shared.ts";

interface Options {
  readonly labels?: readonly number[];
  readonly out?: string;
  readonly overwrite?: true;
  readonly seeds: number;
  readonly seed: number;
  readonly steps: number;
  readonly rate: number;
  readonly frozen?: boolean;
  readonly corrupt?: Corruption;
  readonly samples: number;
  readonly part: LabClassifyRequest["part"];
  readonly device: DeviceWish;
}

const LABELS = { min: 1, max: 1_000_000 };
const SEEDS = { min: 1, max: 100 };
const STEPS = { min: 1, max: 1_000_000 };
const RATE = { min: 1e-6, max: 1 };
const PARTS: Readonly<Record<LabClassifyRequest["part"], true>> = {
  ...{ training: true, "held-out": true },
};
const SAMPLES = { min: 0, max: 100_000 };

export function classifyCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("classify")
    .description(text("lab.classify"))
    .argument("<run>", text("lab.run"))
    .argument("<source>", text("lab.source"))
    .addOption(wholes("--labels <counts>", text("lab.labels"), LABELS))
    .addOption(whole("--seeds <n>", text("lab.seeds"), SEEDS).default(3))
    .addOption(whole("--seed <seed>", text("train.seed"), SEED).default(0))
    .addOption(
      whole("--steps <n>", text("lab.classifySteps"), STEPS).default(400),
    )
    .addOption(
      scientific("--rate <rate>", text("lab.classifyRate"), RATE).default(1e-3),
    )
    .option("--frozen", text("lab.frozen"))
    .addOption(
      corruption("--corrupt <kind:amount>", text("lab.classifyCorrupt")),
    )
    .addOption(
      oneOf("--part <part>", text("lab.classifyPart"), PARTS).default(
        "held-out",
      ),
    )
    .addOption(whole("--samples <n>", text("lab.samples"), SAMPLES).default(0))
    .option("--out <curve.png|svg|csv>", text("lab.curveOut"))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, source: string, options: Options) => {
      const { steps, samples, device, seed, rate, part } = options;
      const [first, ...more] = options.labels ?? [];
      const wish = {
        ...{ run, source, part, steps, rate, device },
        ...{ frozen: options.frozen === true },
        corruption: options.corrupt ?? null,
        seeds: Array.from({ length: options.seeds }, (_, i) => seed + i),
      };
      if (first !== undefined && (more.length > 0 || options.out)) {
        const counts = [first, ...more] as const;
        return curve(session, { ...wish, counts }, options);
      }
      if (options.out !== undefined)
        throw new NitidoError("USAGE", {
          ...{ kind: "missingOption", option: "--labels <counts>" },
        });
      const engine = await session.engine();
      const result = await engine.labClassify(
        {
          ...{ ...wish, samples, perClass: first ?? null },
        },
        { onProgress: await follower(session), signal: session.host.signal },
      );
      noteReading(session, result.reading);
      session.result(result, () => lines(session, result));
    });
}

async function follower(
  session: Session,
): Promise<(progress: LabClassifyProgress) => void> {
  const { text, number } = session.messages;
  const reading = await readingFollower(session);
  const bar = await session.progress();
  return (progress) => {
    if (progress.kind === "reading") reading(progress);
    else
      bar.show(
        (progress.done + progress.fraction) / progress.of,
        text("lab.classifying", {
          ...{ done: number(progress.done), of: number(progress.of) },
        }),
      );
  };
}

function lines(session: Session, result: LabClassifyResult): string[] {
  const { text, number } = session.messages;
  const { accuracy, confidence } = result;
  const percent = (share: number) => number(100 * share, 1);
  return [
    text("lab.labelled", {
      ...{ labelled: number(result.labelled), steps: number(result.steps) },
      heldOut: number(result.heldOut),
    }),
    ...result.seeds.map(({ seed, random, pretrained }) =>
      text("lab.trial", {
        ...{ seed, random: percent(random.accuracy) },
        pretrained: percent(pretrained.accuracy),
      }),
    ),
    text("lab.accuracy", {
      random: percent(accuracy.random),
      pretrained: percent(accuracy.pretrained),
      gain: number(100 * (accuracy.pretrained - accuracy.random), 1),
    }),
    text("lab.confidence", {
      heldOut: number(confidence.heldOut, 3),
      shuffled: number(confidence.shuffled, 3),
    }),
    ...(confidence.samples === null
      ? []
      : [
          text("lab.sampleConfidence", {
            ...{ samples: number(confidence.samples, 3) },
            classes: result.classes
              .map((name, k) => {
                const count = confidence.sampleClasses?.[k] ?? 0;
                return `${name}: ${number(count, 0)}`;
              })
              .join(", "),
          }),
        ]),
  ];
}
