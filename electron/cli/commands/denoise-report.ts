/** What `nitido denoise` says while it works and when it is done. */
import type {
  DenoiseProgress,
  DenoiseResult,
  FileReport,
} from "../../services/api-files.ts";
import { noteDevice } from "../device-choice.ts";
import { duration, Pace } from "../duration.ts";
import type { ProgressBar } from "../progress-bar.ts";
import type { Session } from "../session.ts";

/** Shows the work: the bar while it goes on, a line for each finished file. */
export function followDenoise(
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

export function reportFile(session: Session, file: FileReport): void {
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

/** The report with the words that people read in it. */
export function withText<Report extends FileReport>(
  session: Session,
  file: Report,
): Report {
  return file.error === undefined
    ? file
    : { ...file, error: session.errorData(file.error) };
}

/** The line at the end. */
export function summary(
  session: Session,
  result: Pick<DenoiseResult, "files" | "model"> & {
    readonly device: string | null;
  },
): string {
  const count = (status: FileReport["status"]): number =>
    result.files.filter((file) => file.status === status).length;
  const seconds = result.files.reduce((sum, file) => sum + file.seconds, 0);
  return session.messages.text("denoise.summary", {
    done: count("done"),
    failed: count("failed"),
    skipped: count("skipped"),
    time: duration(seconds),
    model: result.model,
    device: result.device ?? "…",
  });
}
