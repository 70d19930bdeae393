/** Which devices there are, what a trial finds, and which one is taken for which reason. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  choose,
  createDevices,
} from "../../../electron/engine/devices/devices.ts";
import { cpuName, isSoftware } from "../../../electron/engine/devices/names.ts";
import { probeDevice } from "../../../electron/engine/devices/probe.ts";
import {
  DEVICES,
  isOffered,
} from "../../../electron/engine/devices/providers.ts";
import type { DeviceId, DeviceReport } from "../../../electron/services/api.ts";
import { available, testWith } from "../../support/available.ts";
import { softwareVulkan } from "../../support/software-vulkan.ts";
import { buildPrograms } from "./built.ts";

const cpu = ready("cpu", 2);
const name = cpuName();

function ready(
  device: DeviceId,
  mpxPerSecond: number,
  adapter = `the ${device}`,
): DeviceReport {
  return { device, name: adapter, status: "ready", mpxPerSecond };
}

function failed(
  device: DeviceId,
  status: DeviceReport["status"],
): DeviceReport {
  return { device, name: `the ${device}`, status, detail: "for the test" };
}

describe("auto", () => {
  test("takes the quickest", () => {
    const reports = [cpu, ready("webgpu", 20), ready("cuda", 50)];
    expect(choose(reports)).toEqual({
      device: "cuda",
      name: "the cuda",
      why: "fastest",
    });
  });

  test("takes the CPU where it is the quickest", () => {
    const choice = { device: "cpu", name, why: "fastest" };
    expect(choose([cpu, ready("webgpu", 1)])).toEqual(choice);
  });

  test("takes no graphics adapter in software, whatever its speed", () => {
    const adapter = "llvmpipe (LLVM 15.0.6, 256 bits)";
    const choice = { device: "cpu", name, why: "fastest" };
    expect(choose([cpu, ready("webgpu", 99, adapter)])).toEqual(choice);
  });

  test("takes TensorFlow with a graphics adapter, and not without", () => {
    const tensorflow = ready("tensorflow", 99);
    expect(choose([cpu, tensorflow])).toMatchObject({ device: "tensorflow" });
    const without = { ...tensorflow, note: "withoutGpu" } as const;
    expect(choose([cpu, without])).toMatchObject({ device: "cpu" });
  });

  test("takes the CPU where there is nothing else", () => {
    const reports = [failed("webgpu", "unavailable"), failed("cuda", "absent")];
    expect(choose(reports)).toEqual({ device: "cpu", name, why: "only" });
  });

  test.each(["wrong", "crashed"] as const)(
    "says which device was %s",
    (status) => {
      expect(choose([cpu, failed("webgpu", status)])).toEqual({
        device: "cpu",
        name,
        why: "fallback",
        failed: "webgpu",
      });
    },
  );
});

test.each([
  ["SwiftShader Device (Subzero)", true],
  ["llvmpipe (LLVM 15.0.6, 256 bits)", true],
  ["Microsoft Basic Render Driver", true],
  ["NVIDIA GeForce RTX 3060", false],
  ["AMD Radeon RX 6700 XT (RADV NAVI22)", false],
  ["Apple M2 Pro (WebGPU)", false],
])("%s in software: %s", (adapter, software) => {
  expect(isSoftware(adapter)).toBe(software);
});

test.each([
  ["linux", "x64", ["cpu", "webgpu", "cuda", "tensorflow"]],
  ["linux", "arm64", ["cpu"]],
  ["win32", "x64", ["cpu", "webgpu", "directml", "tensorflow"]],
  ["darwin", "arm64", ["cpu", "webgpu", "coreml"]],
  ["darwin", "x64", []],
] as const)("devices of %s-%s", (platform, arch, expected) => {
  const offered = DEVICES.filter((device) => isOffered(device, platform, arch));
  expect(offered).toEqual(expected);
});

describe("the devices of a machine", () => {
  /** Devices that are tried by looking up a report, and which ones were. */
  function machine(...reports: DeviceReport[]) {
    const tried: DeviceId[] = [];
    const devices = createDevices((device) => {
      tried.push(device);
      const report = reports.find((known) => known.device === device);
      return Promise.resolve(report ?? failed(device, "absent"));
    });
    return { devices, tried };
  }

  test("each is tried once, however often it is needed", async () => {
    const { devices, tried } = machine(cpu, ready("webgpu", 9));
    await devices.list(true);
    await devices.list(true);
    await devices.choose("auto");
    await devices.choose("webgpu");
    expect(tried.sort()).toEqual(DEVICES.toSorted());
  });

  test("none is tried for a list without trials, or for the CPU", async () => {
    const { devices, tried } = machine(cpu);
    const list = await devices.list(false);
    expect(list[0]).toEqual({ device: "cpu", name, status: "unprobed" });
    expect(list.map(({ device }) => device)).toEqual(DEVICES);
    const choice = { device: "cpu", name, why: "asked" };
    expect(await devices.choose("cpu")).toEqual(choice);
    expect(tried).toEqual([]);
  });

  test("the CPU is not tried where nothing competes with it", async () => {
    const { devices, tried } = machine(cpu);
    expect(await devices.choose("auto")).toMatchObject({ why: "only" });
    expect(tried).not.toContain("cpu");
  });

  test("what was asked for is taken, even in software", async () => {
    const { devices } = machine(ready("webgpu", 0.001, "SwiftShader"));
    expect(await devices.choose("webgpu")).toEqual({
      device: "webgpu",
      name: "SwiftShader",
      why: "asked",
    });
  });

  test.each([
    ["absent", "DEVICE_UNAVAILABLE"],
    ["unavailable", "DEVICE_UNAVAILABLE"],
    ["wrong", "DEVICE_FAILED"],
    ["crashed", "DEVICE_FAILED"],
  ] as const)(
    "what was asked for and is %s is refused",
    async (status, code) => {
      const { devices } = machine(failed("cuda", status));
      await expect(devices.choose("cuda")).rejects.toMatchObject({
        code,
        details: { device: "cuda", reason: "for the test" },
      });
    },
  );

  test("a device that does not exist is unknown", async () => {
    const { devices } = machine();
    await expect(devices.choose("abacus" as DeviceId)).rejects.toMatchObject({
      code: "DEVICE_UNKNOWN",
    });
  });
});

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
