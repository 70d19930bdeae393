/** What of the metadata is written: everything, everything but the place, or the colours' meaning alone. */
import { expect, test } from "vitest";
import type { Metadata } from "../../../../electron/codecs/codec.ts";
import {
  readTiff,
  TAG,
  TYPE,
  writeTiff,
} from "../../../../electron/codecs/metadata/ifd.ts";
import { selectMetadata } from "../../../../electron/codecs/metadata/selection.ts";

const ARTIST = 315;
const COPYRIGHT = 33_432;
const text = (value: string) => new Uint8Array(Buffer.from(`${value}\0`));
const ascii = (tag: number, value: string) => ({
  tag,
  type: 2,
  value: text(value),
});

const exif = writeTiff([
  ascii(ARTIST, "Ana"),
  {
    tag: TAG.exif,
    type: TYPE.long,
    value: new Uint8Array(0),
    directory: [ascii(0x9003, "2024:05:06 07:08:09")],
  },
  {
    tag: TAG.gps,
    type: TYPE.long,
    value: new Uint8Array(0),
    directory: [ascii(1, "N"), ascii(29, "SECRET-PLACE")],
  },
  ascii(COPYRIGHT, "Ana, 2024"),
]);

const dataset = (number: number, value: string) =>
  Buffer.concat([
    Buffer.from([0x1c, 2, number, 0, value.length]),
    Buffer.from(value),
  ]);
const iptc = Buffer.concat([
  dataset(80, "Ana"),
  dataset(90, "Barcelona"),
  dataset(92, "Sagrada"),
  dataset(101, "Spain"),
  dataset(120, "A church"),
]);

const xmp = Buffer.from(
  '<x exif:GPSLatitude="41,23N" dc:title="Sagrada" exif:GPSAltitude = \'7/1\'>' +
    "<exif:GPSLongitude>2,10E</exif:GPSLongitude><exif:GPSStatus/>" +
    '<photoshop:City>Barcelona</photoshop:City><Iptc4xmpCore:Location xml:lang="es">Sagrada</Iptc4xmpCore:Location>' +
    "<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li Iptc4xmpExt:City='Barcelona'/></rdf:Bag></Iptc4xmpExt:LocationShown>" +
    "<Iptc4xmpCore:CiAdrCity>Valencia</Iptc4xmpCore:CiAdrCity>" +
    "<dc:creator>Ana</dc:creator></x>",
);

const metadata: Metadata = {
  icc: Uint8Array.of(1),
  exif,
  xmp,
  iptc,
  density: 300,
};

const readBytes = (bytes: Uint8Array) => (at: number, length: number) =>
  Promise.resolve(bytes.subarray(at, at + length));

test("all is kept as it is", () => {
  expect(selectMetadata(metadata, "keep")).toBe(metadata);
});

test("without the place, everything else stays", async () => {
  const selected = selectMetadata(metadata, "no-location");
  expect(selected).toMatchObject({
    icc: metadata.icc,
    iptc: Buffer.concat([dataset(80, "Ana"), dataset(120, "A church")]),
    density: 300,
  });
  const fields = await readTiff(readBytes(selected.exif!));
  expect(fields?.map(({ tag }) => tag)).toEqual(
    [ARTIST, COPYRIGHT, TAG.exif].sort((a, b) => a - b),
  );
  expect(fields?.find(({ tag }) => tag === COPYRIGHT)?.value).toEqual(
    text("Ana, 2024"),
  );
  const date = fields?.find(({ tag }) => tag === TAG.exif)?.directory?.[0];
  expect(date?.value).toEqual(text("2024:05:06 07:08:09"));
  expect(Buffer.from(selected.exif!).includes("SECRET")).toBe(false);
  expect(Buffer.from(exif).includes("SECRET")).toBe(true);
  expect(Buffer.from(selected.xmp!).toString()).toBe(
    '<x dc:title="Sagrada"><Iptc4xmpCore:CiAdrCity>Valencia</Iptc4xmpCore:CiAdrCity><dc:creator>Ana</dc:creator></x>',
  );
});

test("without anything, the colour profile stays", () => {
  expect(selectMetadata(metadata, "none")).toEqual({ icc: metadata.icc });
});

test("what holds no place stays as it is", () => {
  const plain = new Uint8Array(writeTiff([ascii(ARTIST, "Ana")]));
  const other = { exif: plain, xmp: Buffer.from("<x/>") };
  expect(selectMetadata(other, "no-location")).toEqual(other);
});

test("damaged blocks do no harm", () => {
  for (let length = 0; length < exif.length; length += 3) {
    const damaged = { exif: exif.slice(0, length) };
    expect(selectMetadata(damaged, "no-location").exif?.length).toBe(length);
  }
  for (let length = 0; length < iptc.length; length++) {
    const selected = selectMetadata(
      { iptc: iptc.subarray(0, length) },
      "no-location",
    );
    expect(Buffer.from(selected.iptc!).includes("Barcelona")).toBe(false);
  }
});
