/** The engine's process: calls, progress, cancelling, crash and restart, and no orphans. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { EngineProcess } from "../../../electron/engine/engine-process.ts";
import { NitidoError } from "../../../models/errors.ts";
import { available, testWith } from "../../support/available.ts";
import { softwareVulkan } from "../../support/software-vulkan.ts";
import { buildPrograms, type Programs } from "./built.ts";
import type { Trained } from "./programs/train-on-device.ts";

let programs: Programs;
let engine: EngineProcess;
const started: EngineProcess[] = [];

beforeAll(async () => {
  programs = await buildPrograms("engine-process");
  engine = start();
});

afterAll(() => engine.stop());

afterEach(async () => {
  await Promise.all(started.splice(0).map((other) => other.stop()));
});

const start = (environment?: Record<string, string>): EngineProcess =>
  new EngineProcess({
    script: programs.engine,
    ...(environment && { environment: { ...process.env, ...environment } }),
  });

/** An engine of a test's own, stopped after it. */
function startOwn(environment?: Record<string, string>): EngineProcess {
  const own = start(environment);
  started.push(own);
  return own;
}

const pidOf = async (of: EngineProcess): Promise<number> =>
  (await of.call("process", null)) as number;

/** A process that has ended stays in the table until somebody asks how; that does not count. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${String(pid)}/status`;
  try {
    return !/^State:\s*Z/m.test(readFileSync(status, "utf8"));
  } catch {
    return process.platform !== "linux";
  }
}

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no error",
    (error: unknown) =>
      error instanceof NitidoError ? error.code : String(error),
  );

test("a task answers from another process", async () => {
  const request = { list: [1, "two", null], bytes: new Uint8Array([1, 2]) };
  expect(await engine.call("echo", request)).toEqual(request);
  expect(await pidOf(engine)).not.toBe(process.pid);
});

test("progress comes in order, before the result, to its own caller only", async () => {
  const seen: unknown[] = [];
  const others: unknown[] = [];
  const [result] = await Promise.all([
    engine.call("count", 4, { onProgress: (i) => seen.push(i) }),
    engine.call("count", 0, { onProgress: (i) => others.push(i) }),
  ]);
  expect(result).toBe("counted");
  expect(seen).toEqual([{ i: 1 }, { i: 2 }, { i: 3 }, { i: 4 }]);
  expect(others).toEqual([]);
});

test("a task's error is the caller's", async () => {
  await expect(engine.call("refuse", "x.png")).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
    details: { file: "x.png" },
  });
  await expect(engine.call("bug", null)).rejects.toMatchObject({
    code: "INTERNAL",
    details: { message: "x is not a function" },
  });
  expect(await codeOf(engine.call("no such task", null))).toBe("INTERNAL");
});

test("what native code prints does not disturb the pipe", async () => {
  expect(await engine.call("chat", null)).toBeNull();
});

test("cancelling lets the task clean up, then rejects", async () => {
  const stop = new AbortController();
  const seen: unknown[] = [];
  const call = engine.call("wait", null, {
    signal: stop.signal,
    onProgress: (progress) => {
      seen.push(progress);
      if (progress === "waiting") stop.abort();
    },
  });
  expect(await codeOf(call)).toBe("CANCELLED");
  expect(seen).toEqual(["waiting", "removed"]);
  expect(await engine.call("echo", "still here")).toBe("still here");
});

test("what is cancelled beforehand is not begun", async () => {
  const signal = AbortSignal.abort();
  const seen: unknown[] = [];
  const onProgress = (progress: never): unknown => seen.push(progress);
  expect(await codeOf(engine.call("wait", null, { signal, onProgress }))).toBe(
    "CANCELLED",
  );
  expect(seen).toEqual([]);
});

test("a crash rejects all calls in progress, and the next call finds a new process", async () => {
  const own = startOwn();
  const first = await pidOf(own);
  const waiting = codeOf(own.call("wait", null));
  const crash = own.call("crash", null);
  await expect(crash).rejects.toMatchObject({
    code: "ENGINE_CRASHED",
    details: {
      reason: "SIGABRT",
      log: expect.stringContaining("the driver is gone") as string,
    },
  });
  expect(await waiting).toBe("ENGINE_CRASHED");
  const second = await pidOf(own);
  expect(second).not.toBe(first);
  expect(await own.call("echo", "back")).toBe("back");
});

test("a process killed between calls is replaced", async () => {
  const own = startOwn();
  const pid = await pidOf(own);
  process.kill(pid, "SIGKILL");
  await waitUntil(() => !isAlive(pid));
  // The first call may still meet the dead one.
  await codeOf(own.call("process", null));
  expect(await pidOf(own)).not.toBe(pid);
});

test("a program that cannot be started is a crash, not a hang", async () => {
  const own = new EngineProcess({ script: "/nowhere/engine.js" });
  started.push(own);
  expect(await codeOf(own.call("echo", 1))).toBe("ENGINE_CRASHED");
  const none = new EngineProcess({
    node: "/nowhere/node",
    script: programs.engine,
  });
  started.push(none);
  expect(await codeOf(none.call("echo", 1))).toBe("ENGINE_CRASHED");
});

test("stopping rejects what is in progress and ends the process", async () => {
  const own = startOwn();
  const pid = await pidOf(own);
  const call = codeOf(own.call("wait", null));
  await own.stop();
  expect(await call).toBe("CANCELLED");
  expect(isAlive(pid)).toBe(false);
  expect(await codeOf(own.call("echo", 1))).toBe("CANCELLED");
  await own.stop();
});

test("Ctrl+C is left to the host", async () => {
  const own = startOwn();
  const pid = await pidOf(own);
  process.kill(pid, "SIGINT");
  expect(await pidOf(own)).toBe(pid);
});

test("no engine outlives its host", async () => {
  const parent = spawn(process.execPath, [programs.parent, programs.engine], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await waitUntil(() => !isAlive(pid));
});

test("the compute thread works in the process; the CPU returns its state", async () => {
  expect(await engine.call("trainOnDevice", "cpu")).toEqual({
    held: false,
    sums: [12, 14, 16],
    state: [2.5, 3.5, 4.5, 5.5],
    afterRelease: "",
  } satisfies Trained);
});

testWith(
  available.chromiumVulkan,
  "on WebGPU the state stays on the device and is read back",
  async (driver) => {
    const own = startOwn(softwareVulkan(driver));
    expect(await own.call("trainOnDevice", "webgpu")).toEqual({
      held: true,
      sums: [12, 14, 16],
      state: [2.5, 3.5, 4.5, 5.5],
      afterRelease: "INTERNAL",
    } satisfies Trained);
    // A second life of the device, after its last session was closed.
    expect(await own.call("trainOnDevice", "webgpu")).toMatchObject({
      held: true,
      state: [2.5, 3.5, 4.5, 5.5],
    });
  },
);
