/** The engine's process: plain Node, started by a host over a pipe, ended by the pipe's end. */
import { Socket } from "node:net";
import type { DeviceId } from "../services/api.ts";
import { startCompute } from "./compute.ts";
import { createDevices } from "./devices/devices.ts";
import { probeDevice } from "./devices/probe.ts";
import { selfTest } from "./devices/self-test.ts";
import { serveEngine } from "./serve.ts";
import { tasks } from "./tasks/table.ts";

/** Where the host has put its end of the pipe. */
const PIPE = 3;

/** At once, whatever native code is doing: an ordinary exit would wait for the compute thread. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

/** The throw-away process: tries one device, prints its verdict, ends with its parent if not before. */
async function probe(device: DeviceId): Promise<void> {
  process.stdin.on("end", end).resume();
  const verdict = await selfTest(startCompute(), device);
  process.stdout.write(`\n${JSON.stringify(verdict)}\n`, end);
}

async function serve(): Promise<void> {
  // Ctrl+C reaches the whole group of processes: it is the host that decides what it means.
  process.on("SIGINT", () => undefined);
  const compute = startCompute({
    onDeath: (error) => {
      process.stderr.write(`${error.message}\n`, end);
    },
  });
  await serveEngine(new Socket({ fd: PIPE }), tasks, {
    compute,
    devices: createDevices(probeDevice),
  });
  end();
}

const [mode, device] = process.argv.slice(2);
await (mode === "--probe" ? probe(device as DeviceId) : serve());
