/** The device to train on: the one that takes steps fastest, whatever inference is like on it. */
import { describe, expect, test } from "vitest";
import { chooseDevice } from "../../../../electron/engine/training/choose-device.ts";
import type {
  DeviceChoice,
  DeviceId,
  DeviceReport,
  DeviceWish,
} from "../../../../electron/services/api.ts";
import { NitidoError } from "../../../../models/errors.ts";

const ready = (device: DeviceId): DeviceReport => ({
  ...{ device, name: device.toUpperCase(), status: "ready" },
});

/** `seconds` of a step on each candidate; NaN: it fails. */
function choose(wish: DeviceWish, seconds: Partial<Record<DeviceId, number>>) {
  const tried: DeviceId[] = [];
  const devices = {
    candidates: () =>
      Promise.resolve((Object.keys(seconds) as DeviceId[]).map(ready)),
    choose: (asked: DeviceWish): Promise<DeviceChoice> =>
      Promise.resolve({
        device: asked === "auto" ? "cpu" : asked,
        ...{ name: "as chosen", why: "only" },
      }),
  };
  const choice = chooseDevice(wish, devices, (device) => {
    tried.push(device);
    const taken = seconds[device] ?? NaN;
    return Number.isNaN(taken)
      ? Promise.reject(new NitidoError("DEVICE_FAILED", { device }))
      : Promise.resolve(taken);
  });
  return choice.then((chosen) => ({ ...chosen, tried }));
}

describe("trained on is", () => {
  test("the one that takes steps fastest", async () => {
    expect(await choose("auto", { cpu: 2, webgpu: 3, cuda: 1 })).toEqual({
      ...{ device: "cuda", name: "CUDA", why: "fastest" },
      tried: ["cpu", "webgpu", "cuda"],
    });
  });

  test("none that cannot take a step", async () => {
    const seconds = { cpu: 2, webgpu: NaN };
    expect(await choose("auto", seconds)).toMatchObject({
      ...{ device: "cpu", why: "fastest" },
    });
  });

  test("the only one, without a trial", async () => {
    expect(await choose("auto", { cpu: 2 })).toMatchObject({
      ...{ device: "cpu", name: "as chosen", tried: [] },
    });
  });

  test("the one that is asked for, without a trial", async () => {
    const seconds = { cpu: 1, webgpu: 9 };
    expect(await choose("webgpu", seconds)).toMatchObject({
      ...{ device: "webgpu", tried: [] },
    });
  });
});
