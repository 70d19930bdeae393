/** Where models of others are computed. */
import { expect, test } from "vitest";
import { placeFor } from "../../../../electron/engine/networks/place.ts";
import type { Foreign } from "../../../../electron/engine/networks/load.ts";

const tensorflow = {
  device: "tensorflow",
  name: "an adapter",
  why: "asked",
} as const;
const foreign = {} as Foreign;

test("an imported model goes to the CPU where the device runs none, and that has not failed", () => {
  expect(placeFor({ foreign }, tensorflow)).toMatchObject({
    device: "cpu",
    why: "unsupported",
    failed: "tensorflow",
  });
  expect(placeFor({}, tensorflow)).toBe(tensorflow);
  const webgpu = { ...tensorflow, device: "webgpu" } as const;
  expect(placeFor({ foreign }, webgpu)).toBe(webgpu);
});
