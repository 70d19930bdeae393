/** Options that copy or move what was found into a folder. */
import { Option } from "commander";
import type {
  LabCollectRequest,
  LabCollectResult,
} from "../../../services/api-lab-uses.ts";
import type { Session } from "../../session.ts";

export interface CollectOptions {
  readonly copyTo?: string;
  readonly moveTo?: string;
}

export const collectOptions = ({ messages: { text } }: Session) => ({
  copy: new Option("--copy-to <folder>", text("lab.copyTo")),
  move: new Option("--move-to <folder>", text("lab.moveTo")).conflicts(
    "copyTo",
  ),
});

/** Null where neither was asked for. */
export async function collect(
  session: Session,
  pictures: Omit<LabCollectRequest, "how" | "folder">,
  { copyTo, moveTo }: CollectOptions,
): Promise<LabCollectResult | null> {
  const folder = copyTo ?? moveTo;
  if (folder === undefined) return null;
  const { text, number, error } = session.messages;
  const how = copyTo === undefined ? "move" : "copy";
  const bar = await session.progress();
  const engine = await session.engine();
  const result = await engine.labCollect(
    { ...pictures, how, folder },
    {
      signal: session.host.signal,
      onProgress: ({ kind, done, of }) =>
        bar.show(
          done / of,
          text(kind === "reading" ? "lab.reading" : "lab.collecting", {
            ...{ done: number(done), of: number(of) },
          }),
        ),
    },
  );
  for (const { error: data } of result.failed) session.note(error(data));
  if (result.failed.length > 0) session.exitCode = 1;
  return result;
}

export function collectedLines(
  { messages: { text, number } }: Session,
  result: LabCollectResult | null,
): string[] {
  if (result === null) return [];
  const { how, folder, files, failed } = result;
  return [
    text(`lab.collected_${how}`, { folder, count: number(files.length) }),
    ...(failed.length > 0
      ? [text("lab.uncollected", { count: number(failed.length) })]
      : []),
  ];
}
