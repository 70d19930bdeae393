/** `nitido lab encode`: the codes of pictures, as a JSON file. */
import { Command } from "commander";
import type { LabEncodeResult } from "../../../services/api-lab.ts";
import { writeBytes } from "../../../files/write-bytes.ts";
import { fileEndingIn } from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import {
  noteReading,
  overwriteOption,
  partOption,
  type PicturesOptions,
  readingFollower,
} from "./shared.ts";

interface Options extends PicturesOptions {
  readonly out?: string;
}

export function encodeCommand(session: Session): Command {
  const { messages } = session;
  const { text, number } = messages;
  return new Command("encode")
    .description(text("lab.encode"))
    .argument("<run>", text("lab.run"))
    .argument("<source>", text("lab.source"))
    .addOption(fileEndingIn(".json", "--out <codes.json>", text("lab.codes")))
    .addOption(partOption(session))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, source: string, options: Options) => {
      const result = await encoded(session, run, source, options);
      noteReading(session, result.reading);
      const { out, overwrite } = options;
      if (out !== undefined)
        await writeBytes(
          out,
          Buffer.from(`${JSON.stringify(result)}\n`),
          overwrite === true,
        );
      session.result({ ...result, file: out ?? null }, () =>
        out === undefined
          ? result.codes.map(({ picture, code }) =>
              [picture, ...code.map((value) => value.toFixed(4))].join(" "),
            )
          : [
              text("lab.encoded", {
                ...{ file: out, latent: number(result.latent) },
                pictures: number(result.codes.length),
              }),
            ],
      );
    });
}

/** The codes of a source's pictures. */
export async function encoded(
  session: Session,
  run: string,
  source: string,
  { part, device }: PicturesOptions,
): Promise<LabEncodeResult> {
  const engine = await session.engine();
  return engine.labEncode(
    { run, source, part, device },
    {
      onProgress: await readingFollower(session),
      signal: session.host.signal,
    },
  );
}
