/** `nitido train --inspect`: what a folder holds, and how a network can be trained on it. */
import type {
  InspectFolderProgress,
  InspectFolderResult,
} from "../../services/api-training.ts";
import type { ProgressBar } from "../progress-bar.ts";
import type { Session } from "../session.ts";

/** Files that are named for each reason; the result for programs names all. */
const NAMED = 5;

export async function inspectFolder(
  session: Session,
  folder: string,
): Promise<void> {
  const engine = await session.engine();
  const bar = await session.progress();
  const result = await engine.inspectFolder(
    { folder },
    {
      onProgress: (progress) => showInspection(session, bar, progress),
      signal: session.host.signal,
    },
  );
  session.result(result, () => inspectionLines(session, result));
}

export function showInspection(
  { messages: { text, number } }: Session,
  bar: ProgressBar,
  { what, done, of }: InspectFolderProgress,
): void {
  const amounts = { done: number(done), of: number(of) };
  bar.show(done / of, text(`folder.inspecting_${what}`, amounts));
}

function inspectionLines(
  session: Session,
  result: InspectFolderResult,
): string[] {
  const { text, number } = session.messages;
  const { pairs, bursts, noise, proposal } = result;
  return [
    text("folder.found", {
      folder: result.folder,
      usable: number(result.usable),
      files: number(result.files),
      megapixels: number(result.megapixels, 1),
    }),
    ...(result.deep > 0
      ? [text("folder.depth", { deep: number(result.deep) })]
      : []),
    ...leftOutLines(session, result),
    ...(pairs.usable + pairs.refusedCount > 0
      ? [
          text("folder.pairs", {
            usable: number(pairs.usable),
            shifted: number(pairs.shifted),
            refused: number(pairs.refusedCount),
          }),
        ]
      : []),
    ...pairs.refused
      .slice(0, NAMED)
      .map(
        ({ noisy, clean, why, correlation = 0 }) =>
          `  ${text(`folder.refused_${why}`, { noisy, clean, correlation: number(correlation, 2) })}`,
      ),
    ...(bursts.count > 0
      ? [
          text("folder.bursts", {
            count: number(bursts.count),
            frames: number(bursts.frames),
          }),
        ]
      : []),
    ...(noise
      ? [
          text("folder.noise", {
            photographs: number(noise.photographs),
            low: number(noise.low, 1),
            high: number(noise.high, 1),
            median: number(noise.median, 1),
            clean: number(100 * noise.clean),
            correlated: number(100 * noise.correlated),
            correlation: number(noise.correlation, 2),
          }),
        ]
      : []),
    text(`folder.proposal_${proposal.reason}`, {
      length: number(noise?.length ?? 1),
    }),
  ];
}

function leftOutLines(
  { messages: { text, number, error: words } }: Session,
  { leftOut, leftOutCounts }: InspectFolderResult,
): string[] {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  return reasons.flatMap((why) => [
    text(`folder.leftOut_${why}`, { count: number(leftOutCounts[why]) }),
    ...leftOut
      .filter((one) => one.why === why)
      .slice(0, NAMED)
      .map(({ file, error, of }) => {
        if (error) return `  ${words(error)}`;
        return of === undefined ? `  ${file}` : `  ${file} = ${of}`;
      }),
  ]);
}
