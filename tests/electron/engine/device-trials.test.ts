/** What a device's trial in a process of its own finds. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cpuName, isSoftware } from "../../../electron/engine/devices/names.ts";
import { probeDevice } from "../../../electron/engine/devices/probe.ts";
import { isOffered } from "../../../electron/engine/devices/providers.ts";
import { available, testWith } from "../../support/available.ts";
import { softwareVulkan } from "../../support/software-vulkan.ts";
import { buildPrograms } from "./built.ts";

const name = cpuName();

describe("a trial in a process of its own", () => {
  let script: string;

  beforeAll(async () => {
    script = (await buildPrograms("devices")).engine;
  });

  /** A trial that runs this instead of the self-test. */
  const trial = (source: string, limitSeconds = 20) => {
    const fake = join(script, "../fake-probe.js");
    writeFileSync(fake, source);
    return probeDevice("cpu", { script: fake, limitSeconds });
  };

  test("the CPU gives the known answer", async () => {
    expect(await probeDevice("cpu", { script })).toEqual({
      device: "cpu",
      name,
      status: "ready",
      mpxPerSecond: expect.any(Number) as number,
    });
  });

  test("a provider that this platform lacks is absent", async () => {
    const device = process.platform === "darwin" ? "directml" : "coreml";
    expect(await probeDevice(device, { script })).toMatchObject({
      device,
      status: "absent",
    });
  });

  test.runIf(available.tensorflow.path === null && isOffered("tensorflow"))(
    "TensorFlow that is not installed is unavailable, and says why",
    async () => {
      expect(await probeDevice("tensorflow", { script })).toEqual({
        device: "tensorflow",
        name: "TensorFlow",
        status: "unavailable",
        note: "notInstalled",
      });
    },
  );

  testWith(
    available.tensorflow,
    "TensorFlow gives the known answer",
    async () => {
      const report = await probeDevice("tensorflow", { script });
      expect(report).toMatchObject({ device: "tensorflow", status: "ready" });
      expect(["withoutGpu", undefined]).toContain(report.note);
    },
  );

  test("a crash is a report", async () => {
    expect(await trial("process.abort()")).toMatchObject({
      status: "crashed",
      detail: "SIGABRT",
    });
    expect(await trial("process.exit(3)")).toMatchObject({
      status: "crashed",
      detail: "exit code 3",
    });
  });

  test("so is a device that never answers", async () => {
    const report = await trial("setInterval(() => {}, 1000)", 0.3);
    expect(report).toMatchObject({
      status: "crashed",
      detail: "no answer within 0.3 s",
    });
  });

  test("a verdict counts although drivers print", async () => {
    const verdict = { status: "wrong", detail: "relative error 0.7" };
    const report = await trial(
      `console.log("hello from the driver");
       console.log('${JSON.stringify(verdict)}');
       process.kill(process.pid, "SIGSEGV");`,
    );
    expect(report).toMatchObject(verdict);
  });

  testWith(
    available.chromiumVulkan,
    "WebGPU in software is ready, and named for what it is",
    async (driver) => {
      const environment = { ...process.env };
      Object.assign(process.env, softwareVulkan(driver));
      const report = await probeDevice("webgpu", { script });
      process.env = environment;
      expect(report).toMatchObject({ device: "webgpu", status: "ready" });
      expect(isSoftware(report.name)).toBe(true);
    },
  );
});
