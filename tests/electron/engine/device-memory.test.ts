/** What is kept of the trials of devices from one start to the next. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileMemory } from "../../../electron/engine/devices/memory.ts";
import type { DeviceReport } from "../../../electron/services/api.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const reports: readonly DeviceReport[] = [
  { device: "cpu", name: "a processor", status: "ready", mpxPerSecond: 2 },
  { device: "cuda", name: "NVIDIA CUDA", status: "crashed", detail: "SIGSEGV" },
];

test("what was found is there at the next start", async () => {
  const folder = temporaryFolder();
  expect(await fileMemory(folder).recall()).toEqual([]);
  await fileMemory(folder).keep(reports);
  expect(await fileMemory(folder).recall()).toEqual(reports);
});

test("it is forgotten when a driver or version has changed", async () => {
  const folder = temporaryFolder();
  await fileMemory(folder, () => "driver 1").keep(reports);
  expect(await fileMemory(folder, () => "driver 1").recall()).toEqual(reports);
  expect(await fileMemory(folder, () => "driver 2").recall()).toEqual([]);
});

test("a damaged file is as good as none", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "devices.json"), "{");
  expect(await fileMemory(folder).recall()).toEqual([]);
});
