/** TensorBoard's files: the framing, what they hold, and that a resumed run goes on without a trace. */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  decodeEvents,
  EVENT_FILE,
  eventFile,
} from "../../../../electron/engine/training/tensorboard/event-file.ts";
import {
  crc32c,
  decodeRecords,
  encodeRecord,
} from "../../../../electron/engine/training/tensorboard/records.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

describe("records", () => {
  test("have the checksums of RFC 3720, appendix B.4", () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(
      0x46dd794e,
    );
  });

  test("are read up to the first that is torn or damaged", () => {
    const one = encodeRecord(Uint8Array.of(1, 2, 3));
    const two = encodeRecord(Uint8Array.of(4));
    const bytes = Uint8Array.from([...one, ...two]);
    const read = (from: Uint8Array) =>
      Array.from(decodeRecords(from), ({ data }) => [...data]);
    expect(read(bytes)).toEqual([[1, 2, 3], [4]]);
    expect(read(bytes.subarray(0, bytes.length - 1))).toEqual([[1, 2, 3]]);
    bytes[one.length + 12] = 5;
    expect(read(bytes)).toEqual([[1, 2, 3]]);
  });
});

test("a run's figures go on after a step as if later ones had not been", async () => {
  const folder = temporaryFolder();
  const file = join(folder, EVENT_FILE);
  const events = eventFile(folder, () => 5000);
  const told = () =>
    decodeEvents(readFileSync(file)).map(({ step, scalars }) => [
      step,
      scalars,
    ]);
  await events.dropAfter(-1);
  expect(decodeEvents(readFileSync(file))).toEqual([
    { wallTime: 5, step: 0, fileVersion: "brain.Event:2", scalars: {} },
  ]);
  await events.add(1, { loss: 0.5, learning_rate: 0.25 });
  await events.add(2, { loss: 0.125 });
  await events.add(2, { psnr_held_out: 32 });
  await events.add(3, { loss: 0.0625 });
  appendFileSync(file, "torn");
  await eventFile(folder).dropAfter(2);
  await events.add(3, { loss: 2 });
  expect(told()).toEqual([
    [0, {}],
    [1, { loss: 0.5, learning_rate: 0.25 }],
    [2, { loss: 0.125 }],
    [2, { psnr_held_out: 32 }],
    [3, { loss: 2 }],
  ]);
  await events.dropAfter(-1);
  expect(told()).toEqual([[0, {}]]);
});
