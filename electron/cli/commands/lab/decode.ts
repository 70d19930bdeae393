/** `nitido lab decode` and `lab generate`: pictures from codes, given or drawn. */
import { Command, Option } from "commander";
import * as v from "valibot";
import { NitidoError } from "../../../../models/errors.ts";
import { readRegular, TEXT_BYTES } from "../../../files/read-regular.ts";
import type {
  LabDecodeRequest,
  LabDecodeResult,
} from "../../../services/api-lab.ts";
import type { DeviceWish } from "../../../services/api.ts";
import { SEED, whole } from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import { overwriteOption, pngOption } from "./shared.ts";

interface Options {
  readonly out: string;
  readonly device: DeviceWish;
  readonly overwrite?: true;
}

interface GenerateOptions extends Options {
  readonly count: number;
  readonly columns: number;
  readonly seed: number;
}

const COUNT = { min: 1, max: 10_000 };
const COLUMNS = { min: 1, max: 100 };

export function decodeCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("decode")
    .description(text("lab.decode"))
    .argument("<run>", text("lab.run"))
    .argument("<codes.json>", text("lab.codesIn"))
    .addOption(
      new Option("--out <folder>", text("lab.folder")).makeOptionMandatory(),
    )
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, file: string, options: Options) => {
      const out = { kind: "folder", folder: options.out } as const;
      const codes = await readCodes(file);
      await decode(session, { run, codes, out }, options);
    });
}

export function generateCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("generate")
    .description(text("lab.generate"))
    .argument("<run>", text("lab.variationalRun"))
    .addOption(pngOption(session).makeOptionMandatory())
    .addOption(whole("--count <n>", text("lab.count"), COUNT).default(64))
    .addOption(whole("--columns <n>", text("lab.columns"), COLUMNS).default(8))
    .addOption(whole("--seed <seed>", text("train.seed"), SEED).default(0))
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, options: GenerateOptions) => {
      const { count, seed, columns } = options;
      const out = { kind: "sheet", file: options.out, columns } as const;
      await decode(session, { run, codes: null, out, count, seed }, options);
    });
}

/** Has codes decoded and says where the pictures are. */
export async function decode(
  session: Session,
  request: Pick<LabDecodeRequest, "run" | "codes" | "out"> &
    Partial<Pick<LabDecodeRequest, "count" | "seed">>,
  { device, overwrite }: Options,
): Promise<void> {
  const { text, number } = session.messages;
  const engine = await session.engine();
  const result = await engine.labDecode(
    {
      ...{ count: 0, seed: 0, device, overwrite: overwrite === true },
      ...request,
    },
    { signal: session.host.signal },
  );
  session.result(withoutPixels(result), () => [
    text("lab.decoded", {
      pictures: number(result.codes.length),
      file:
        request.out?.kind === "folder" ? request.out.folder : result.files[0]!,
    }),
  ]);
}

/** Pixels are in the files; as JSON they help nobody. */
function withoutPixels(
  result: LabDecodeResult,
): Omit<LabDecodeResult, "pictures"> {
  const { run, shape, codes, files } = result;
  return { run, shape, codes, files };
}

const CODES = v.object({
  codes: v.array(v.object({ code: v.array(v.number()) })),
});

/** What `lab encode` wrote, or anything with the same `codes`. Throws FILE_NOT_FOUND, and USAGE for what holds no codes. */
async function readCodes(
  file: string,
): Promise<readonly (readonly number[])[]> {
  const text = await readRegular(file, TEXT_BYTES);
  try {
    return v
      .parse(CODES, JSON.parse(text.toString("utf8")))
      .codes.map(({ code }) => code);
  } catch {
    throw new NitidoError("USAGE", { kind: "codes", file });
  }
}
