/** The use case `train`: photographs in, a network and its card out. */
import { NitidoError } from "../../../models/errors.ts";
import { networks } from "../../../models/networks/table.ts";
import { checkSettings } from "../../../models/training/settings.ts";
import { parameterCount } from "../../../models/training/step.ts";
import { carryOut } from "../training/carry-out.ts";
import { chooseDevice, stepTimer } from "../training/choose-device.ts";
import { gatherData } from "../training/data.ts";
import { deliver } from "../training/deliver.ts";
import { finishRun } from "../training/finish.ts";
import { openHeldOut } from "../training/held-out.ts";
import { Meter } from "../training/meter.ts";
import {
  createRun,
  refuseRun,
  reopenRun,
  type RunFacts,
} from "../training/run-folder.ts";
import { writeSplit } from "../training/run-photographs.ts";
import { beginning, resumedAt, withBudget } from "../training/start.ts";
import { refuseNetwork } from "../training/write-network.ts";
import type { Task } from "./task.ts";

export const train: Task<"train"> = async (
  request,
  { compute, devices, meter: noiseMeter, progress, signal },
) => {
  checkSettings(request.settings);
  await refuseNetwork(request.out, request.overwrite);
  if (request.finish) {
    const { device } = await devices.choose(request.device);
    return finishRun(request, {
      compute,
      meter: noiseMeter,
      device,
      progress,
      signal,
    });
  }
  const resumed = request.resume ? await reopenRun(request.run) : null;
  if (!resumed) await refuseRun(request.run, request.overwrite);
  const { recipe: saved } = resumed?.checkpoint ?? {};
  const data = await gatherData(
    request.folder,
    saved?.data ?? request.data,
    saved?.seed ?? request.seed,
    { signal, progress },
  );
  const start = resumed
    ? resumedAt(resumed.checkpoint, request)
    : await beginning(request, data, signal);
  const choice = await chooseDevice(
    request.device,
    devices,
    stepTimer(start, data.training, compute),
  );
  const { device } = choice;
  const planned = await withBudget(start, request, data, { compute, device });
  const { recipe, step } = planned;

  const heldOut = await openHeldOut(compute, recipe, data.heldOut, device);
  try {
    const known = resumed?.facts;
    const basePsnr =
      step === 0 ? await heldOut?.psnr(start.state.average) : known?.basePsnr;
    const measured = {
      ...(heldOut && { noisyPsnr: heldOut.noisy }),
      ...(basePsnr !== undefined && { basePsnr }),
    };
    const benchMpxPerSecond =
      planned.benchMpxPerSecond ??
      (known?.device === device ? known.benchMpxPerSecond : undefined);
    const bench = benchMpxPerSecond !== undefined && { benchMpxPerSecond };
    const run = resumed?.run ?? (await createRun(request.run, recipe));
    await writeSplit(run.path, request.folder, data);
    const { camera, noiseRange } = data;
    const facts: RunFacts = {
      ...{ device, photographs: data.training.length },
      ...{ heldOut: data.heldOut.length, ...measured, ...bench },
      ...(camera !== undefined && { camera }),
      ...(noiseRange && { noiseRange }),
    };
    await run.keepFacts(facts);
    progress({
      kind: "started",
      choice,
      network: recipe.network,
      parameters: parameterCount(networks[recipe.network]),
      data: data.mode,
      images: data.training.length,
      heldOut: data.heldOut.length,
      ...measured,
      step,
    });
    const meter = new Meter(recipe, {
      ...{
        from: step,
        seconds: resumed?.metrics.at(-1)?.seconds ?? 0,
        ...bench,
      },
    });
    const end = await carryOut(planned, {
      ...{ compute, device, heldOut, run, meter, progress, signal },
      ...{ photographs: data.training, before: resumed?.metrics ?? [] },
    });
    if (signal.aborted) throw new NitidoError("CANCELLED", { run: run.path });
    const done = { device: end.device, ...meter.summary() };
    const { report, ...written } = await deliver(
      ...[request, run, end],
      { done, psnr: end.psnr, facts },
      {
        compute,
        meter: noiseMeter,
        device: end.device,
        progress,
        signal,
      },
    );
    return {
      ended: end.early ? "early" : "done",
      out: request.out,
      run: run.path,
      network: recipe.network,
      data: data.mode,
      noise: recipe.noise,
      steps: end.step,
      ...{ ...done, ...written },
      ...(basePsnr !== undefined && { basePsnr }),
      report,
    };
  } finally {
    await heldOut?.close();
  }
};
