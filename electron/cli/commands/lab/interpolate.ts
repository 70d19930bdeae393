/** `nitido lab interpolate`: the way from one picture to another through the latent space. */
import { Command, Option } from "commander";
import { NitidoError } from "../../../../models/errors.ts";
import { walk, walkArc } from "../../../../models/lab/latent.ts";
import type { DeviceWish } from "../../../services/api.ts";
import { oneOf, whole } from "../../options.ts";
import type { Session } from "../../session.ts";
import { deviceOption } from "../../shared-options.ts";
import { decode } from "./decode.ts";
import { encoded } from "./encode.ts";
import { overwriteOption, pngOption } from "./shared.ts";

interface Options {
  readonly out: string;
  readonly source?: string;
  readonly steps: number;
  readonly path: keyof typeof PATHS;
  readonly device: DeviceWish;
  readonly overwrite?: true;
}

const STEPS = { min: 2, max: 100 };
const PATHS = { straight: true, arc: true } as const;
const WALKS = { straight: walk, arc: walkArc } as const;

export function interpolateCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("interpolate")
    .description(text("lab.interpolate"))
    .argument("<run>", text("lab.run"))
    .argument("<from>", text("lab.from"))
    .argument("<to>", text("lab.to"))
    .addOption(pngOption(session).makeOptionMandatory())
    .addOption(new Option("--source <source>", text("lab.among")))
    .addOption(whole("--steps <n>", text("lab.walkSteps"), STEPS).default(9))
    .addOption(
      oneOf("--path <path>", text("lab.path"), PATHS).default("straight"),
    )
    .addOption(deviceOption(messages))
    .addOption(overwriteOption(session))
    .action(async (run: string, from: string, to: string, options: Options) => {
      const ends = await endsOf(session, run, [from, to], options);
      const [first, last] = ends.map((code) => Float32Array.from(code));
      const way = WALKS[options.path](first!, last!, options.steps);
      const columns = options.steps;
      await decode(
        session,
        {
          ...{ run, codes: way.map((code) => [...code]) },
          out: { kind: "sheet", file: options.out, columns },
        },
        options,
      );
    });
}

/** The codes of pictures in files of their own, or of some of a source. Throws USAGE for those that it does not have. */
async function endsOf(
  session: Session,
  run: string,
  names: readonly string[],
  { source, device }: Options,
): Promise<readonly (readonly number[])[]> {
  const asked = { part: "all", device } as const;
  if (source === undefined) {
    const codes = [];
    for (const file of names) {
      const result = await encoded(session, run, file, asked);
      codes.push(codeOf(file, result.codes[0]));
    }
    return codes;
  }
  const { codes } = await encoded(session, run, source, asked);
  return names.map((name) =>
    codeOf(
      name,
      codes.find(({ picture }) => picture === name),
    ),
  );
}

function codeOf(
  picture: string,
  found: { readonly code: readonly number[] } | undefined,
): readonly number[] {
  if (found) return found.code;
  throw new NitidoError("USAGE", { kind: "unknownPicture", picture });
}
