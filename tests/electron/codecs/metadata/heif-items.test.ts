/** Which item of a HEIC or AVIF file is its picture, and whether that has colour: in boxes written here. */
import { expect, test } from "vitest";
import { isMonochrome } from "../../../../electron/codecs/metadata/heif-items.ts";

function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.reduce((sum, part) => sum + part.length, 0));
  head.write(type, 4, "latin1");
  return Buffer.concat([head, ...content]);
}

const bytes = (...values: readonly number[]): Uint8Array =>
  Uint8Array.from(values);

/** A codec's configuration with its chroma format: 0 is grey, 1 colour. */
function configuration(chroma: 0 | 1): Buffer {
  const content = Buffer.alloc(23);
  content[16] = 0xfc | chroma;
  return box("hvcC", content);
}

/** Property 1 is grey, 2 colour; `owners`: the items and their property. */
const metaOf = (
  main: number,
  owners: readonly (readonly [item: number, property: number])[],
  ...more: readonly Buffer[]
): Buffer =>
  box(
    "meta",
    bytes(0, 0, 0, 0),
    box("pitm", bytes(0, 0, 0, 0, 0, main)),
    ...more,
    box(
      "iprp",
      box("ipco", configuration(0), configuration(1)),
      box(
        "ipma",
        bytes(0, 0, 0, 0, 0, 0, 0, owners.length),
        ...owners.map(([item, property]) => bytes(0, item, 1, property | 0x80)),
      ),
    ),
  );

test("a colour picture with a grey one for its transparency", () => {
  const meta = [
    [1, 1],
    [2, 2],
  ] as const;
  expect(isMonochrome(metaOf(2, meta))).toBe(false);
  expect(isMonochrome(metaOf(1, meta))).toBe(true);
});

test("a grid is what its tiles are", () => {
  const grid = box(
    "iref",
    bytes(0, 0, 0, 0),
    box("dimg", bytes(0, 9, 0, 2, 0, 3, 0, 4)),
  );
  expect(
    isMonochrome(
      metaOf(
        9,
        [
          [3, 1],
          [4, 1],
        ],
        grid,
      ),
    ),
  ).toBe(true);
  expect(
    isMonochrome(
      metaOf(
        9,
        [
          [3, 2],
          [4, 2],
        ],
        grid,
      ),
    ),
  ).toBe(false);
});

test("what is damaged is left to the decoder", () => {
  const whole = metaOf(1, [[1, 1]]);
  for (let length = 0; length < whole.length - 1; length++)
    expect(isMonochrome(whole.subarray(0, length))).toBe(false);
});
