/** `nitido analyze`: the noise of one photograph, and the network that suits it. */
import { Command } from "commander";
import type { AnalyzeResult } from "../../services/api.ts";
import {
  type NoiseSetting,
  noiseWords,
} from "../../../models/inference/noise-setting.ts";
import { whole } from "../options.ts";
import type { Session } from "../session.ts";

export function analyzeCommand(session: Session): Command {
  const { text } = session.messages;
  return new Command("analyze")
    .description(text("analyze.about"))
    .argument("<image>", text("analyze.image"))
    .addOption(
      whole("--memory <MB>", text("analyze.memory"), { min: 300, max: 1e6 }),
    )
    .action(async (image: string, { memory }: { memory?: number }) => {
      const { signal } = session.host;
      const engine = await session.engine();
      const result = await engine.analyze(
        { image, ...(memory !== undefined && { memoryLimit: memory }) },
        { signal },
      );
      session.result(result, () => lines(session, result));
    });
}

function lines(session: Session, result: AnalyzeResult): string[] {
  const { text, number } = session.messages;
  const { image, width, height, bitDepth, format, noise, processing } = result;
  const [red, green, blue] = noise.sigma;
  return [
    text("analyze.size", { image, width, height, bitDepth, format }),
    text("analyze.sigma", {
      red: number(red, 1),
      green: number(green, 1),
      blue: number(blue, 1),
    }),
    ...(noise.profile ? [text("analyze.profile", noise.profile)] : []),
    text("analyze.signal", {
      a: noise.a.toExponential(2),
      b: noise.b.toExponential(2),
    }),
    text(noise.correlated ? "analyze.correlated" : "analyze.uncorrelated", {
      correlation: number(noise.correlation, 2),
    }),
    text(`analyze.recommended_${result.why}`, {
      model: result.recommendedModel,
    }),
    ...(processing
      ? [
          text("analyze.processing", {
            ...processing,
            noise: levelText(processing.noise),
          }),
        ]
      : []),
  ];
}

/** What stands behind `--noise`. */
function levelText(setting: NoiseSetting): string {
  const { noise, amount } = noiseWords(setting);
  return amount === undefined ? noise : `${noise} --amount ${amount}`;
}
