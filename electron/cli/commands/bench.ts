/** `nitido bench`: how quickly this machine trains and denoises. */
import { Command } from "commander";
import type { BenchRequest, BenchResult } from "../../services/api-models.ts";
import type { Session } from "../session.ts";
import { deviceOption, networkOption } from "../shared-options.ts";

export function benchCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  return new Command("bench")
    .description(text("bench.about"))
    .addOption(networkOption(messages))
    .addOption(deviceOption(messages))
    .action(async (request: BenchRequest) => {
      const engine = await session.engine();
      const bar = await session.progress();
      const result = await engine.bench(request, {
        signal: session.host.signal,
        onProgress: ({ fraction, phase }) =>
          bar.show(fraction, text(`bench.${phase}`)),
      });
      session.result(result, () => lines(session, result));
    });
}

function lines(session: Session, result: BenchResult): string[] {
  const { text, number } = session.messages;
  const { network, device, inferGflops, peakGflops } = result;
  return [
    text("bench.subject", { network, device }),
    text("bench.trainRate", { rate: number(result.trainMpxPerSecond, 2) }),
    text("bench.inferRate", {
      rate: number(result.inferMpxPerSecond, 2),
      gflops: number(inferGflops, 1),
    }),
    text("bench.share", {
      gflops: number(peakGflops, 1),
      percent: number((100 * inferGflops) / peakGflops),
    }),
  ];
}
