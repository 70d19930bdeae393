/** Messages survive the stream, however it cuts them. */
import { duplexPair } from "node:stream";
import { expect, test } from "vitest";
import {
  decodePayload,
  encodeFrame,
  FrameReader,
  openChannel,
} from "../../../electron/engine/frames.ts";

const messages = [
  { name: "ñandú", values: [1, -2.5, 1e300], nothing: null, yes: true },
  "",
  new Uint8Array([0, 255, 7]),
  { nested: { deep: [[[]]] } },
];

/** All that a reader makes of the bytes, given piece by piece. */
function readIn(size: number, bytes: Uint8Array): unknown[] {
  const reader = new FrameReader();
  const read: unknown[] = [];
  for (let i = 0; i < bytes.length; i += size)
    read.push(...reader.push(bytes.subarray(i, i + size)).map(decodePayload));
  return read;
}

test.each([1, 2, 3, 5, 1000])("frames cut into pieces of %i bytes", (size) => {
  const bytes = Buffer.concat(messages.map(encodeFrame));
  expect(readIn(size, bytes)).toEqual(messages);
});

test("a frame of many megabytes", () => {
  const big = new Uint8Array(20e6).map((_, i) => i * 7);
  const [read] = readIn(65536, encodeFrame({ big })) as { big: Uint8Array }[];
  expect(Buffer.compare(read?.big ?? Buffer.alloc(0), big)).toBe(0);
});

test("nothing is read before a frame is complete", () => {
  const frame = encodeFrame("hello");
  expect(readIn(1000, frame.subarray(0, -1))).toEqual([]);
  expect(readIn(1000, frame.subarray(0, 3))).toEqual([]);
});

test("what is undefined is left out", () => {
  const [read] = readIn(100, encodeFrame({ a: undefined, b: 1 }));
  expect(read).toEqual({ b: 1 });
});

test("an impossible length breaks the stream instead of waiting for gigabytes", async () => {
  const [near, far] = duplexPair();
  const error = new Promise((resolve) => near.on("error", resolve));
  openChannel(near, () => undefined);
  far.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  expect(await error).toMatchObject({
    message: expect.stringContaining("4294967295 bytes") as string,
  });
});

test("sending into a closed stream is no error", () => {
  const [near] = duplexPair();
  const send = openChannel(near, () => undefined);
  near.destroy();
  send("nobody hears it");
});
