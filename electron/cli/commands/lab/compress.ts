/** `nitido lab compress`: a run as a codec, beside principal components and JPEG. */
import { Command } from "commander";
import type {
  LabCompressProgress,
  LabCompressResult,
} from "../../../services/api-lab-compress.ts";
import type { DeviceWish } from "../../../services/api.ts";
import { fileEndingIn, whole } from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import { noteReading, overwriteOption, readingFollower } from "./shared.ts";

interface Options {
  readonly out?: string;
  readonly examples?: string;
  readonly limit: number;
  readonly device: DeviceWish;
  readonly overwrite?: true;
}

const LIMIT = { min: 2, max: 5000 };

export function compressCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("compress")
    .description(text("lab.compress"))
    .argument("<run>", text("lab.run"))
    .argument("[source]", text("lab.ownSource"))
    .option("--out <curve.png|svg|csv>", text("lab.curves"))
    .addOption(
      fileEndingIn(".png", "--examples <picture.png>", text("lab.examples")),
    )
    .addOption(whole("--limit <n>", text("lab.measured"), LIMIT).default(200))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(
      async (run: string, source: string | undefined, options: Options) => {
        const { limit, device, out = null, examples = null } = options;
        const engine = await session.engine();
        const result = await engine.labCompress(
          {
            ...{ run, source: source ?? null, limit, device, out, examples },
            overwrite: options.overwrite === true,
          },
          { onProgress: await follower(session), signal: session.host.signal },
        );
        noteReading(session, result.reading);
        session.result(withoutPixels(result), () => lines(session, result));
      },
    );
}

async function follower(
  session: Session,
): Promise<(progress: LabCompressProgress) => void> {
  const reading = await readingFollower(session);
  const bar = await session.progress();
  return (progress) => {
    if (progress.kind === "reading") reading(progress);
    else
      bar.show(
        progress.done / progress.of,
        session.messages.text("lab.coding"),
      );
  };
}

/** Pixels are in the files; as JSON they help nobody. */
function withoutPixels({ examples, ...result }: LabCompressResult) {
  const { names, rows } = examples;
  return {
    ...result,
    examples: {
      names,
      rows: rows.map(({ name, bits, psnr, at }) => ({ name, bits, psnr, at })),
    },
  };
}

function lines(session: Session, result: LabCompressResult): string[] {
  const { text, number } = session.messages;
  return [
    text("lab.measuredOn", {
      measured: number(result.measured),
      known: number(result.known),
    }),
    ...result.curves.flatMap(({ name, points }) => [
      text(`lab.codec_${name}`),
      ...points.map(({ bits, psnr }) =>
        text("lab.rate", { bits: number(bits, 1), psnr: number(psnr, 2) }),
      ),
    ]),
  ];
}
