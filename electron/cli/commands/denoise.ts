/** `nitido denoise`: photographs in, clean ones out. */
import { stat } from "node:fs/promises";
import { Command } from "commander";
import type { DenoiseRequest } from "../../services/api-files.ts";
import { shard } from "../options.ts";
import type { Session } from "../session.ts";
import { type BatchOptions, denoiseBatch } from "./batch.ts";
import {
  addDenoiseOptions,
  type DenoiseOptions,
  toRequest,
} from "./denoise-options.ts";
import { followDenoise, summary, withText } from "./denoise-report.ts";

export function denoiseCommand(session: Session): Command {
  const { messages } = session;
  const { text } = messages;
  const command = new Command("denoise")
    .description(text("denoise.about"))
    .argument("<files|folders...>", text("denoise.inputs"))
    .requiredOption("--out <dir|file>", text("denoise.out"))
    .option("--recursive", text("denoise.recursive"))
    .addOption(shard("--shard <i/n>", text("denoise.shard")))
    .option("--ledger <file>", text("denoise.ledger"))
    .option("--report <file>", text("denoise.report"))
    .option("--proof <file>", text("denoise.proof"));
  addDenoiseOptions(command, messages);
  return command.action(
    async (
      inputs: string[],
      {
        ledger,
        report,
        proof,
        ...options
      }: DenoiseOptions & Partial<BatchOptions>,
    ) => {
      const request = toRequest(inputs, options);
      const wanted = { ledger, report, proof };
      if (await isBatch(request, wanted))
        await denoiseBatch(session, request, wanted);
      else await denoise(session, request);
    },
  );
}

/** Whether there is something to go on with another time: several files, folders, and whatever else is to be taken down. */
async function isBatch(
  { inputs }: DenoiseRequest,
  wanted: BatchOptions,
): Promise<boolean> {
  if (Object.values(wanted).some((file) => file !== undefined)) return true;
  if (inputs.length !== 1) return true;
  const status = await stat(inputs[0]!).catch(() => undefined);
  return status?.isDirectory() === true;
}

async function denoise(
  session: Session,
  request: DenoiseRequest,
): Promise<void> {
  const engine = await session.engine();
  const follow = followDenoise(session, await session.progress());
  const result = await engine.denoise(request, {
    onProgress: follow,
    signal: session.host.signal,
  });
  const files = result.files.map((file) => withText(session, file));
  session.result({ ...result, files }, () => [summary(session, result)]);
  if (files.some(({ status }) => status === "failed")) session.exitCode = 1;
}
