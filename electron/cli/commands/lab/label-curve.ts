/** `nitido lab classify` with several numbers of labels: a learning curve, as a table and a plot. */
import { linesSvg } from "../../../../models/lab/svg.ts";
import type { Spread } from "../../../../models/lab/spread.ts";
import {
  labelCurve,
  type LabelCurve,
  type LabelCurveRequest,
  type LabelProgress,
} from "../../../services/lab/label-curve.ts";
import type { Session } from "../../session.ts";
import { noteReading, readingFollower } from "./shared.ts";

interface Options {
  readonly out?: string;
  readonly overwrite?: true;
}

export async function curve(
  session: Session,
  request: LabelCurveRequest,
  { out, overwrite }: Options,
): Promise<void> {
  const engine = await session.engine();
  const result = await labelCurve(engine, request, {
    signal: session.host.signal,
    onProgress: await follower(session),
  });
  noteReading(session, result.reading);
  if (out !== undefined) {
    const { writePlot } = await import("../../../codecs/write-plot.ts");
    const plot = {
      svg: () => drawn(session, result),
      rows: () => rows(result),
    };
    await writePlot(plot, out, overwrite === true);
  }
  session.result({ ...result, file: out ?? null }, () => [
    ...lines(session, result),
    ...(out === undefined ? [] : [out]),
  ]);
}

async function follower(
  session: Session,
): Promise<(progress: LabelProgress) => void> {
  const reading = await readingFollower(session);
  const bar = await session.progress();
  return (progress) => {
    if (progress.kind === "reading") reading(progress);
    else bar.show(progress.fraction, session.messages.text("lab.curveBar"));
  };
}

function lines(session: Session, { points, ...facts }: LabelCurve): string[] {
  const { text, number } = session.messages;
  const said = ({ mean, deviation }: Spread) =>
    `${number(100 * mean, 1)} ± ${number(100 * deviation, 1)}`;
  return [
    text("lab.curve", {
      ...{ heldOut: number(facts.heldOut), steps: number(facts.steps) },
      seeds: number(points[0]?.seeds.length ?? 0),
    }),
    ...points.map(({ perClass, random, pretrained, gain }) =>
      text("lab.curvePoint", {
        ...{ perClass: number(perClass), random: said(random) },
        ...{ pretrained: said(pretrained), gain: said(gain) },
      }),
    ),
  ];
}

/** Dark on white, for papers and pages. */
function drawn(session: Session, { points }: LabelCurve): string {
  const { text } = session.messages;
  const line = (of: "random" | "pretrained", name: string, colour: string) => ({
    ...{ name, colour },
    points: points.map(
      (point) => [point.perClass, 100 * point[of].mean] as const,
    ),
    spread: points.map((point) => 100 * point[of].deviation),
  });
  return linesSvg(
    [
      line("random", text("lab.curveRandom"), "#b35900"),
      line("pretrained", text("lab.curvePretrained"), "#00687e"),
    ],
    { x: text("lab.curveX"), y: text("lab.curveY") },
  );
}

const rows = ({ points }: LabelCurve): (string | number)[][] => [
  ["labels per class", "random", "deviation", "pretrained", "deviation"],
  ...points.map(({ perClass, random, pretrained }) => [
    ...[perClass, random.mean, random.deviation],
    ...[pretrained.mean, pretrained.deviation],
  ]),
];
