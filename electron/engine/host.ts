/** The life of the engine's process: plain Node, started by a host with a pipe, ended by the pipe's end. */
import { Socket } from "node:net";
import type { DeviceId } from "../services/api.ts";
import { Activity } from "./activity.ts";
import { startCompute } from "./compute.ts";
import { createTurns } from "./denoise/overlap.ts";
import { createDevices } from "./devices/devices.ts";
import { fileMemory } from "./devices/memory.ts";
import { probeDevice } from "./devices/probe.ts";
import { OpenImages } from "./images/open-images.ts";
import { createLabDesk } from "./lab/desk.ts";
import { createNoiseMeter } from "./networks/meter.ts";
import { createNetworkPool } from "./networks/pool.ts";
import { type AnyTasks, serveEngine } from "./serve.ts";
import { createTrainingViews } from "./training/views/views.ts";

/** Where the host has put the other end of the pipe. */
const PIPE = 3;

/** Runs the program that the arguments name: the engine, or with `--probe <device>` a device's trial. */
export async function runEngineProgram(
  parameters: readonly string[],
  tasks: AnyTasks,
): Promise<void> {
  const [mode, device] = parameters;
  if (mode === "--probe") await probe(device as DeviceId);
  else await serve(tasks);
}

async function serve(tasks: AnyTasks): Promise<void> {
  // Ctrl+C, a terminal that closes, and the end that a scheduler asks for reach the whole group of processes: it is the host that decides what they mean.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => undefined);
  // When the host is gone nobody reads what is printed, and the pipe's end says so; until then the work is finished properly.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", () => undefined);
  const compute = startCompute({
    onDeath: (error) => {
      process.stderr.write(`${error.message}\n`, end);
    },
  });
  const activity = new Activity();
  const devices = createDevices({
    probe: probeDevice,
    memory: fileMemory(),
    quiet: () => activity.quiet(),
  });
  const networks = createNetworkPool(compute);
  const meter = createNoiseMeter(compute);
  const images = new OpenImages(meter);
  const views = createTrainingViews(compute, meter);
  const turns = createTurns();
  const lab = createLabDesk();
  const services = {
    compute,
    devices,
    networks,
    meter,
    images,
    views,
    lab,
    turns,
  };
  await serveEngine(new Socket({ fd: PIPE }), tasks, services, activity);
  end();
}

/** Tries one device, prints the verdict, and ends; earlier when its parent ends. */
async function probe(device: DeviceId): Promise<void> {
  process.stdin.on("end", end).resume();
  const { selfTest } = await import("./devices/self-test.ts");
  const verdict = await selfTest(startCompute(), device);
  process.stdout.write(`\n${JSON.stringify(verdict)}\n`, end);
}

/** At once, whatever native code is doing: an ordinary exit would wait for the compute thread. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}
