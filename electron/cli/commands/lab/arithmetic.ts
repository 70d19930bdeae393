/** `nitido lab arithmetic`: what distinguishes two groups of pictures, added to another picture. */
import { Command, Option } from "commander";
import { decimal, whole, words } from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import {
  noteReading,
  overwriteOption,
  partOption,
  type PicturesOptions,
  pngOption,
  readingFollower,
} from "./shared.ts";

interface Options extends PicturesOptions {
  readonly out: string;
  readonly add?: readonly string[];
  readonly subtract?: readonly string[];
  readonly addPictures?: readonly string[];
  readonly subtractPictures?: readonly string[];
  readonly to: string;
  readonly strength: number;
  readonly steps: number;
}

const STRENGTH = { min: -100, max: 100 };
const STEPS = { min: 2, max: 100 };

export function arithmeticCommand(session: Session): Command {
  const { messages } = session;
  const { text, number } = messages;
  return new Command("arithmetic")
    .description(text("lab.arithmetic"))
    .argument("<run>", text("lab.run"))
    .argument("<source>", text("lab.source"))
    .addOption(words("--add <classes>", text("lab.add")))
    .addOption(words("--subtract <classes>", text("lab.subtract")))
    .addOption(words("--add-pictures <names>", text("lab.addPictures")))
    .addOption(
      words("--subtract-pictures <names>", text("lab.subtractPictures")),
    )
    .addOption(
      new Option("--to <picture>", text("lab.addTo")).makeOptionMandatory(),
    )
    .addOption(pngOption(session).makeOptionMandatory())
    .addOption(
      decimal("--strength <n>", text("lab.strength"), STRENGTH).default(1.5),
    )
    .addOption(
      whole("--steps <n>", text("lab.strengthSteps"), STEPS).default(7),
    )
    .addOption(partOption(session))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, source: string, options: Options) => {
      const { part, device, to, out, strength, steps } = options;
      const engine = await session.engine();
      const result = await engine.labArithmetic(
        {
          ...{ run, source, part, device, to, out },
          add: {
            classes: options.add ?? [],
            pictures: options.addPictures ?? [],
          },
          subtract: {
            classes: options.subtract ?? [],
            pictures: options.subtractPictures ?? [],
          },
          strengths: Array.from(
            { length: steps },
            (_, i) => (strength * i) / (steps - 1),
          ),
          overwrite: options.overwrite === true,
        },
        {
          onProgress: await readingFollower(session),
          signal: session.host.signal,
        },
      );
      noteReading(session, result.reading);
      // Pixels are in the file; as JSON they help nobody.
      session.result({ ...result, pictures: undefined }, () => [
        text("lab.added", {
          ...{ file: out, to, strength: number(strength, 2) },
          added: number(result.added),
          subtracted: number(result.subtracted),
        }),
      ]);
    });
}
