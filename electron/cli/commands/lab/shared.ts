/** What the commands of the lab have in common: options, progress, and what should be known of the pictures. */
import { Option } from "commander";
import type {
  LabPart,
  LabReading,
  LabReadingProgress,
} from "../../../services/api-lab.ts";
import type { DeviceWish } from "../../../services/api.ts";
import { fileEndingIn, oneOf } from "../../options.ts";
import type { Session } from "../../session.ts";

const PARTS: Readonly<Record<LabPart, true>> = {
  all: true,
  training: true,
  "held-out": true,
};

export interface PicturesOptions {
  readonly part: LabPart;
  readonly device: DeviceWish;
  readonly overwrite?: true;
}

export const partOption = ({ messages: { text } }: Session): Option =>
  oneOf("--part <part>", text("lab.part"), PARTS).default("all");

export const overwriteOption = ({ messages: { text } }: Session): Option =>
  new Option("--overwrite", text("lab.overwrite"));

export const pngOption = ({ messages: { text } }: Session): Option =>
  fileEndingIn(".png", "--out <picture.png>", text("lab.png"));

/** Shows how many pictures are read. */
export async function readingFollower(
  session: Session,
): Promise<(progress: LabReadingProgress) => void> {
  const { text, number } = session.messages;
  const bar = await session.progress();
  return ({ done, of }) =>
    bar.show(
      done / of,
      text("lab.reading", { done: number(done), of: number(of) }),
    );
}

/** What was not as wished in reading the pictures. */
export function noteReading(session: Session, reading: LabReading): void {
  const { text, number, error } = session.messages;
  const { cropped, small, unreadable, failed } = reading;
  if (cropped > 0)
    session.note(text("lab.cropped", { count: number(cropped) }));
  if (small > 0) session.note(text("lab.small", { count: number(small) }));
  for (const { error: data } of failed) session.note(error(data));
  if (unreadable > failed.length)
    session.note(text("lab.unreadable", { count: number(unreadable) }));
}
