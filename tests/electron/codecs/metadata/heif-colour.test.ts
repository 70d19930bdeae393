/** Colours by number in HEIC and AVIF, in boxes written here: the tools at hand leave them out. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { heifColour } from "../../../../electron/codecs/metadata/heif-colour.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
}

function fileWith(primaries: number, transfer: number, mark = ""): string {
  const colour = Buffer.from("nclx\0\0\0\0\0\0\0", "latin1");
  colour.writeUInt16BE(primaries, 4);
  colour.writeUInt16BE(transfer, 6);
  const description = Buffer.concat([
    box("colr", colour),
    Buffer.from(mark, "latin1"),
  ]);
  const path = join(folder, "a.heic");
  writeFileSync(
    path,
    Buffer.concat([
      box("ftyp", Buffer.from("heic\0\0\0\0")),
      box("meta", description),
      box("mdat", Buffer.alloc(100)),
    ]),
  );
  return path;
}

test.each([
  ["sRGB", 1, 13, false],
  ["BT.709 for pictures", 1, 1, false],
  ["not told", 2, 2, false],
  ["Display P3", 12, 13, true],
  ["Rec. 2020", 9, 14, true],
  ["linear", 1, 8, true],
])("%s", async (_, primaries, transfer, tagged) => {
  const { metadata } = await heifColour(fileWith(primaries, transfer));
  expect(metadata.icc !== undefined).toBe(tagged);
});

test.each([
  ["PQ", 16],
  ["HLG", 18],
])("%s is refused", async (space, transfer) => {
  await expect(heifColour(fileWith(9, transfer))).rejects.toMatchObject({
    code: "COLOUR_UNSUPPORTED",
    details: { space },
  });
});

test("a gain map is noticed", async () => {
  const mark = "urn:com:apple:photo:2020:aux:hdrgainmap";
  const { notices } = await heifColour(fileWith(1, 13, mark));
  expect(notices).toEqual(["GAIN_MAP_DROPPED"]);
  expect((await heifColour(fileWith(1, 13))).notices).toEqual([]);
});
