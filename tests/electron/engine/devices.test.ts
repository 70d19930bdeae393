/** Which devices there are, when they are tried, and which one is taken for which reason. */
import { setImmediate } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  choose,
  createDevices,
} from "../../../electron/engine/devices/devices.ts";
import { cpuName, isSoftware } from "../../../electron/engine/devices/names.ts";
import {
  DEVICES,
  isOffered,
} from "../../../electron/engine/devices/providers.ts";
import type { DeviceId, DeviceReport } from "../../../electron/services/api.ts";

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
    let kept: readonly DeviceReport[] = [];
    let quiet = (): void => undefined;
    const start = () =>
      createDevices({
        probe(device) {
          tried.push(device);
          const report = reports.find((known) => known.device === device);
          return Promise.resolve(report ?? failed(device, "absent"));
        },
        memory: {
          recall: () => Promise.resolve(kept),
          keep: (reports) => Promise.resolve(void (kept = reports)),
        },
        quiet: () => new Promise((resolve) => (quiet = resolve)),
      });
    return {
      ...{ devices: start(), tried, start },
      /** Lets what waits for a quiet moment happen. */
      calmDown: async () => {
        quiet();
        await setImmediate();
      },
    };
  }

  test("each is tried once, however often it is needed", async () => {
    const { devices, tried } = machine(cpu, ready("webgpu", 9));
    await devices.choose("auto");
    await devices.choose("auto");
    await devices.choose("webgpu");
    expect(tried.sort()).toEqual(DEVICES.toSorted());
  });

  test("whoever asks for trials gets new ones", async () => {
    const { devices, tried } = machine(cpu, ready("webgpu", 9));
    await devices.list(true);
    await devices.list(true);
    expect(tried.sort()).toEqual([...DEVICES, ...DEVICES].sort());
  });

  test("what was found at an earlier start holds, and is said to be old", async () => {
    const { devices, tried, start } = machine(cpu, ready("webgpu", 9));
    const choice = await devices.choose("auto");
    const before = tried.length;
    const next = start();
    expect(await next.chooseNow("auto")).toEqual(choice);
    expect(await next.choose("auto")).toEqual(choice);
    expect(await next.choose("webgpu")).toMatchObject({ why: "asked" });
    expect(await next.list(false)).toContainEqual({
      ...ready("webgpu", 9),
      earlier: true,
    });
    expect(tried.length).toBe(before);
  });

  test("what is old is tried again in a quiet moment", async () => {
    const { devices, start, calmDown } = machine(cpu, ready("webgpu", 9));
    await devices.choose("auto");
    const next = start();
    await next.chooseNow("auto");
    await calmDown();
    expect(await next.list(false)).toContainEqual(ready("webgpu", 9));
  });

  test("what failed earlier is tried again for whoever asks for it", async () => {
    const { devices, tried, start } = machine(failed("webgpu", "crashed"));
    await devices.choose("auto");
    tried.length = 0;
    await expect(start().choose("webgpu")).rejects.toMatchObject({
      code: "DEVICE_FAILED",
    });
    expect(tried).toEqual(["webgpu"]);
  });

  test.runIf(isOffered("webgpu"))(
    "what cannot wait begins on the CPU, and goes on where it is quickest [needs a platform with WebGPU]",
    async () => {
      // So that only a trial can tell whether there is WebGPU.
      vi.stubEnv("VK_DRIVER_FILES", "a driver");
      onTestFinished(() => void vi.unstubAllEnvs());
      const { devices, tried, calmDown } = machine(cpu, ready("webgpu", 9));
      const meanwhile = { device: "cpu", name, why: "meanwhile" };
      expect(await devices.chooseNow("auto")).toEqual(meanwhile);
      expect(tried).toEqual([]);
      await calmDown();
      expect(await devices.chooseNow("auto")).toMatchObject({
        device: "webgpu",
        why: "fastest",
      });
    },
  );

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
