/** Work goes on on the CPU when a device fails in the middle of it. */
import { expect, test } from "vitest";
import type { Compute } from "../../../electron/engine/compute.ts";
import { openWithFallback } from "../../../electron/engine/fallback.ts";
import type { TensorLike } from "../../../electron/engine/tensors.ts";
import type { DeviceChoice, DeviceId } from "../../../electron/services/api.ts";
import { type ErrorCode, NitidoError } from "../../../models/errors.ts";

const value = (x: number): TensorLike => ({
  dims: [],
  data: Float32Array.of(x),
});

/** A compute thread that squares x; on WebGPU it fails when told to. */
class FakeCompute implements Compute {
  readonly opened: DeviceId[] = [];
  readonly closed: number[] = [];
  openError: ErrorCode | undefined;
  runError: ErrorCode | undefined;
  readError: ErrorCode | undefined;

  async open(_model: Uint8Array, { device }: { device: DeviceId }) {
    if (device !== "cpu") await fail(this.openError, device);
    return this.opened.push(device) - 1;
  }

  async run(session: number, feeds: Parameters<Compute["run"]>[1]) {
    const device = this.opened[session];
    if (device !== "cpu") await fail(this.runError, device);
    const { x } = feeds;
    return { y: value(((x as TensorLike).data[0] ?? NaN) ** 2) };
  }

  async read() {
    await fail(this.readError, "webgpu");
    return value(7);
  }

  release = () => Promise.resolve();
  stop = () => Promise.resolve();

  close(session: number) {
    this.closed.push(session);
    return Promise.resolve();
  }
}

async function fail(code: ErrorCode | undefined, device = ""): Promise<void> {
  await Promise.resolve();
  if (code) throw new NitidoError(code, { device, reason: "for the test" });
}

async function openOnGpu(compute: FakeCompute) {
  const changes: DeviceChoice[] = [];
  const options = { device: "webgpu" } as const;
  const session = await openWithFallback(
    compute,
    new Uint8Array(),
    options,
    (choice) => changes.push(choice),
  );
  return { session, changes };
}

test("a device that works is kept", async () => {
  const compute = new FakeCompute();
  const { session, changes } = await openOnGpu(compute);
  expect(await session.run({ x: value(3) })).toEqual({ y: value(9) });
  expect(session.device).toBe("webgpu");
  expect(changes).toEqual([]);
  await session.close();
  expect(compute.closed).toEqual([0]);
});

test.each(["DEVICE_FAILED", "DEVICE_UNAVAILABLE"] as const)(
  "%s at the opening leads to the CPU",
  async (code) => {
    const compute = new FakeCompute();
    compute.openError = code;
    const { session, changes } = await openOnGpu(compute);
    expect(session.device).toBe("cpu");
    expect(changes).toMatchObject([
      { device: "cpu", why: "fallback", failed: "webgpu" },
    ]);
    expect(await session.run({ x: value(3) })).toEqual({ y: value(9) });
  },
);

test("a failure in the middle repeats the run, and is told once", async () => {
  const compute = new FakeCompute();
  const { session, changes } = await openOnGpu(compute);
  await session.run({ x: value(1) });
  compute.runError = "DEVICE_FAILED";
  const results = await Promise.all(
    [2, 3].map((x) => session.run({ x: value(x) })),
  );
  expect(results).toEqual([{ y: value(4) }, { y: value(9) }]);
  expect(changes).toHaveLength(1);
  expect(compute.opened).toEqual(["webgpu", "cpu"]);
  await session.close();
  expect(compute.closed).toEqual([0, 1]);
});

test("what the device holds is read back", async () => {
  const compute = new FakeCompute();
  const { session } = await openOnGpu(compute);
  compute.runError = "DEVICE_FAILED";
  const x = { dims: [], held: 5 };
  expect(await session.run({ x })).toEqual({ y: value(49) });
});

test("where it cannot be read back, the device's error stands", async () => {
  const compute = new FakeCompute();
  const { session, changes } = await openOnGpu(compute);
  compute.runError = "DEVICE_FAILED";
  compute.readError = "INTERNAL";
  const x = { dims: [], held: 5 };
  await expect(session.run({ x })).rejects.toMatchObject({
    code: "DEVICE_FAILED",
  });
  expect(changes).toEqual([]);
});

test.each(["OUT_OF_MEMORY", "MODEL_DAMAGED"] as const)(
  "%s is the caller's to handle",
  async (code) => {
    const compute = new FakeCompute();
    const { session } = await openOnGpu(compute);
    compute.runError = code;
    await expect(session.run({ x: value(1) })).rejects.toMatchObject({ code });
    expect(session.device).toBe("webgpu");
  },
);
