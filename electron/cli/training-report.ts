/** The report of a training in a sentence. */
import {
  FEWEST_JUDGED,
  type TrainingReport,
} from "../../models/training/report.ts";
import { FEWEST_FOR_REPORT } from "../../models/training/split.ts";
import type { Messages } from "../messages/messages.ts";

/** `noReference`: whether the photographs have no clean side to measure against. */
export function reportSentence(
  { text, number }: Messages,
  report: TrainingReport,
  noReference: boolean,
): string {
  const { against, gain, photographs, verdict } = report;
  if (!gain)
    return text(
      noReference ? "train.unjudgedNoReference" : "train.unjudgedFew",
      {
        ...{ against, photographs },
        ...{ fewest: FEWEST_JUDGED, needed: FEWEST_FOR_REPORT },
      },
    );
  const decibels = (value: number) => number(value, 2);
  // A loss is told as a positive number, its interval the other way round.
  const [mean, low, high] =
    verdict === "worse"
      ? [-gain.mean, -gain.high, -gain.low]
      : [gain.mean, gain.low, gain.high];
  return text(`train.verdict_${verdict}`, {
    ...{ against, photographs },
    ...{ mean: decibels(mean), low: decibels(low), high: decibels(high) },
  });
}

/** What a list adds to a network that loses against its base; empty for others. */
export function warningOf(
  { text, number }: Messages,
  { verdict, gain, against }: TrainingReport,
): string {
  if (verdict !== "worse") return "";
  return gain
    ? text("models.worseBy", { against, loss: number(-gain.mean, 2) })
    : text("models.worse", { against });
}
