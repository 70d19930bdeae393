import { expect, test } from "vitest";
import {
  type Field,
  readTiff,
  TYPE,
  writeTiff,
} from "../../../../electron/codecs/metadata/ifd.ts";
import { bytesOf } from "../../../../electron/codecs/metadata/read-bytes.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const FIELDS: readonly Field[] = [
  { tag: 271, type: 2, value: Buffer.from("Acme\0") },
  { tag: 274, type: TYPE.short, value: bytes(6, 0) },
  { tag: 282, type: TYPE.rational, value: bytes(44, 1, 0, 0, 1, 0, 0, 0) },
  {
    tag: 34_665,
    type: TYPE.long,
    value: new Uint8Array(0),
    directory: [
      { tag: 36_864, type: TYPE.undefined, value: bytes(1, 2, 3, 4) },
    ],
  },
];

const plain = (fields: readonly Field[] | undefined): unknown =>
  fields?.map(({ value, directory, ...field }) => ({
    ...field,
    value: [...value],
    ...(directory && { directory: plain(directory) }),
  }));

test("what is written is read", async () => {
  const read = await readTiff(bytesOf(writeTiff(FIELDS)));
  expect(plain(read)).toEqual(plain(FIELDS));
});

test("values are sorted by tag, as readers expect", async () => {
  const read = await readTiff(bytesOf(writeTiff([...FIELDS].reverse())));
  expect(read?.map(({ tag }) => tag)).toEqual([271, 274, 282, 34_665]);
});

test("big-endian values are turned", async () => {
  const block = Buffer.from(
    "4d4d002a00000008" + "0001" + "0112" + "0003" + "00000001" + "00060000",
    "hex",
  );
  const read = await readTiff(bytesOf(block));
  expect(plain(read)).toEqual([{ tag: 274, type: 3, value: [6, 0] }]);
});

test("damage is left out instead of believed", async () => {
  const block = writeTiff(FIELDS);
  for (let length = 0; length < block.length; length++)
    await expect(
      readTiff(bytesOf(block.subarray(0, length))),
    ).resolves.not.toThrow();
  // A count of four thousand million.
  const huge = Buffer.from(block);
  huge.writeUInt32LE(0xffffffff, 8 + 2 + 4);
  const read = await readTiff(bytesOf(huge));
  expect(read?.map(({ tag }) => tag)).toEqual([274, 282, 34_665]);
});

test("a directory that points to itself ends", async () => {
  const block = Buffer.from(writeTiff(FIELDS));
  block.writeUInt32LE(8, 8 + 2 + 3 * 12 + 8);
  await expect(readTiff(bytesOf(block))).resolves.toBeDefined();
});
