/** `nitido denoise`: photographs in, clean ones out. */
import { Command, Option } from "commander";
import type {
  DenoiseProgress,
  DenoiseRequest,
  DenoiseResult,
  FileReport,
} from "../../services/api.ts";
import { noteDevice } from "../device-choice.ts";
import { duration, Pace } from "../duration.ts";
import {
  autoOrDecimal,
  decimal,
  fileName,
  NOISE_LEVEL,
  oneOf,
  PERCENT,
  whole,
} from "../options.ts";
import type { ProgressBar } from "../progress-bar.ts";
import type { Session } from "../session.ts";
import { deviceOption, modelOption } from "../shared-options.ts";

interface Options extends Omit<
  DenoiseRequest,
  "inputs" | "recursive" | "existing" | "bitDepth"
> {
  readonly recursive?: true;
  readonly overwrite?: true;
  readonly skipExisting?: true;
  readonly bitDepth: "keep" | "8" | "16";
}

export function denoiseCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("denoise")
    .description(text("denoise.about"))
    .argument("<files|folders...>", text("denoise.inputs"))
    .requiredOption("--out <dir|file>", text("denoise.out"))
    .option("--recursive", text("denoise.recursive"))
    .addOption(modelOption(messages).default("fast-photo"))
    .addOption(
      autoOrDecimal(
        "--noise <auto|σ>",
        text("denoise.noise"),
        NOISE_LEVEL,
      ).default("auto"),
    )
    .addOption(
      decimal("--strength <%>", text("denoise.strength"), PERCENT).default(100),
    )
    .addOption(
      decimal("--luma <%>", text("denoise.luma"), PERCENT).default(100),
    )
    .addOption(
      decimal("--chroma <%>", text("denoise.chroma"), PERCENT).default(100),
    )
    .addOption(
      decimal("--detail <%>", text("denoise.detail"), PERCENT).default(0),
    )
    .addOption(deviceOption(messages))
    .addOption(
      oneOf("--format <format>", text("denoise.format"), [
        "keep",
        "png",
        "jpeg",
        "tiff",
        "webp",
      ]).default("keep"),
    )
    .addOption(
      oneOf("--bit-depth <bits>", text("denoise.bitDepth"), [
        "keep",
        "8",
        "16",
      ]).default("keep"),
    )
    .addOption(
      whole("--quality <quality>", text("denoise.quality"), {
        min: 1,
        max: 100,
      }).default(92),
    )
    .addOption(
      fileName("--name <pattern>", text("denoise.name")).default(
        "{name}-denoised",
      ),
    )
    .option("--overwrite", text("denoise.overwrite"))
    .addOption(
      new Option("--skip-existing", text("denoise.skipExisting")).conflicts(
        "overwrite",
      ),
    )
    .action((inputs: string[], options: Options) =>
      denoise(session, toRequest(inputs, options)),
    );
}

function toRequest(
  inputs: readonly string[],
  { overwrite, skipExisting, recursive, bitDepth, ...options }: Options,
): DenoiseRequest {
  return {
    ...options,
    inputs,
    recursive: recursive === true,
    bitDepth: bitDepth === "keep" ? "keep" : bitDepth === "8" ? 8 : 16,
    existing: overwrite ? "overwrite" : skipExisting ? "skip" : "fail",
  };
}

async function denoise(
  session: Session,
  request: DenoiseRequest,
): Promise<void> {
  const engine = await session.engine();
  const follow = follower(session, await session.progress());
  const result = await engine.denoise(request, {
    onProgress: follow,
    signal: session.host.signal,
  });
  const files = result.files.map((file) => withText(session, file));
  session.result({ ...result, files }, () => [summary(session, result)]);
  if (files.some(({ status }) => status === "failed")) session.exitCode = 1;
}

/** Shows the work: the bar while it goes on, a line for each finished file. */
function follower(
  session: Session,
  bar: ProgressBar,
): (progress: DenoiseProgress) => void {
  const { text, number } = session.messages;
  let pace = new Pace(0);
  let count = 0;
  let files = 0;
  return (progress) => {
    switch (progress.kind) {
      case "started":
        pace = new Pace(progress.megapixels);
        count = progress.files;
        break;
      case "work":
        pace.update(progress.megapixels);
        break;
      case "file":
        files++;
        reportFile(session, progress.file);
        break;
      case "device":
        noteDevice(session, progress.choice);
        break;
    }
    bar.show(
      pace.fraction,
      text("denoise.bar", {
        files,
        count,
        rate: number(pace.perSecond, 2),
        left: duration(pace.secondsLeft),
      }),
    );
  };
}

function reportFile(session: Session, file: FileReport): void {
  const { text, number, error } = session.messages;
  const { input, output } = file;
  if (file.error !== undefined) {
    session.note(text("denoise.failed", { input, message: error(file.error) }));
    return;
  }
  if (file.status === "skipped") {
    session.print(text("denoise.skipped", { input, output: output ?? "" }));
    return;
  }
  const sigma = file.noise?.sigma.map((level) => number(level, 1)) ?? [];
  session.print(
    text("denoise.done", {
      input,
      output: output ?? "",
      megapixels: number(file.megapixels, 1),
      sigma: [...new Set(sigma)].join(" "),
      time: duration(file.seconds),
    }),
  );
  for (const code of file.notices ?? []) {
    const notice = text(`notices.${code}`);
    session.note(text("denoise.notice", { input, notice }));
  }
}

function withText(session: Session, file: FileReport): FileReport {
  return file.error === undefined
    ? file
    : { ...file, error: session.errorData(file.error) };
}

function summary(session: Session, result: DenoiseResult): string {
  const count = (status: FileReport["status"]): number =>
    result.files.filter((file) => file.status === status).length;
  const seconds = result.files.reduce((sum, file) => sum + file.seconds, 0);
  return session.messages.text("denoise.summary", {
    done: count("done"),
    failed: count("failed"),
    skipped: count("skipped"),
    time: duration(seconds),
    model: result.model,
    device: result.device,
  });
}
