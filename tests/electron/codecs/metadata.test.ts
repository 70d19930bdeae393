/** Colour profile, EXIF, XMP, IPTC and density survive every format that has a place for them. */
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type {
  Metadata,
  Notice,
  WritableFormat,
} from "../../../electron/codecs/codec.ts";
import { decodeImage } from "../../../electron/codecs/decode.ts";
import { encodeImage } from "../../../electron/codecs/encode.ts";
import { Random } from "../../../models/random.ts";
import { available, testWith } from "../../support/available.ts";
import {
  blockImage,
  pixelsOf,
  randomImage,
  saved,
} from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const FORMATS = ["jpeg", "png", "tiff", "webp", "avif"] as const;
let files = 0;

async function written(
  format: WritableFormat,
  metadata: Metadata,
): Promise<{ path: string; notices: readonly Notice[] }> {
  const path = join(folder, `${(files++).toString()}.${format}`);
  const notices = await encodeImage(blockImage(3, 2), path, format, {
    bitDepth: 8,
    quality: 92,
    metadata,
  });
  return { path, notices };
}

const again = async (
  format: WritableFormat,
  metadata: Metadata,
): Promise<Metadata> => {
  const { path } = await written(format, metadata);
  return (await decodeImage(path)).metadata;
};

const profileOf = async (name: string): Promise<Buffer> => {
  const pixels = await pixelsOf(blockImage(1, 1))
    .withIccProfile(name)
    .png()
    .toBuffer();
  return (await sharp(pixels).metadata()).icc!;
};

describe("colour profile", () => {
  test.each(FORMATS)("Display P3 byte for byte: %s", async (format) => {
    const icc = await profileOf("p3");
    expect(icc.length).toBeGreaterThan(300);
    const { path } = await written(format, { icc });
    expect((await sharp(path).metadata()).icc?.equals(icc)).toBe(true);
    expect(Buffer.from((await decodeImage(path)).metadata.icc!)).toEqual(icc);
  });

  test.each(FORMATS)("a profile of 200 kB: %s", async (format) => {
    const icc = Buffer.concat([await profileOf("p3"), noise(200_000)]);
    icc.writeUInt32BE(icc.length, 0);
    expect(Buffer.from((await again(format, { icc })).icc!)).toEqual(icc);
  });

  test("pixels of a tagged file stay in its own colours", async () => {
    const image = randomImage(16, 16, 3);
    const plain = await saved(pixelsOf(image).png(), join(folder, "plain.png"));
    const icc = await profileOf("p3");
    const settings = { bitDepth: 8, quality: 92, metadata: { icc } } as const;
    const tagged = join(folder, "tagged.png");
    await encodeImage(image, tagged, "png", settings);
    const [a, b] = [await decodeImage(plain), await decodeImage(tagged)];
    expect(b.image).toEqual(a.image);
    expect(b.metadata.icc).toBeDefined();
  });

  test.each(FORMATS)("untagged stays untagged: %s", async (format) => {
    const { path } = await written(format, {});
    const header = await sharp(path).metadata();
    expect(header.hasProfile).toBe(false);
    expect((await decodeImage(path)).metadata.icc).toBeUndefined();
  });

  test("PNG's own colour chunks are kept", async () => {
    const gamma = Buffer.from(
      "0000000467414d410000b18f0bfc6105" + "00000001735247420" + "0aece1ce9",
      "hex",
    );
    const metadata = await again("png", { pngColour: gamma });
    expect(Buffer.from(metadata.pngColour!)).toEqual(gamma);
  });
});

describe("EXIF", () => {
  const tags = {
    IFD0: { Make: "Acme", Model: "Lux 1", Copyright: "nobody" },
    IFD2: { ExposureTime: "1/125", ISOSpeedRatings: "3200" },
    IFD3: {
      GPSLatitudeRef: "N",
      GPSLatitude: "40/1 25/1 1234/100",
      GPSLongitudeRef: "W",
      GPSLongitude: "3/1 41/1 500/100",
    },
  };
  const photograph = (name: string): Promise<string> =>
    saved(
      pixelsOf(blockImage(3, 2)).withExif(tags).withDensity(240).jpeg(),
      join(folder, name),
    );

  test.each(["jpeg", "png", "webp"] as const)(
    "the block stays byte for byte: %s",
    async (format) => {
      const { metadata } = await decodeImage(await photograph("a.jpg"));
      expect(metadata.exif!.length).toBeGreaterThan(200);
      const { exif } = await again(format, metadata);
      expect(Buffer.from(exif!)).toEqual(Buffer.from(metadata.exif!));
    },
  );

  test("through TIFF and back, the tags stay", async () => {
    const { metadata } = await decodeImage(await photograph("b.jpg"));
    const once = await again("tiff", metadata);
    const twice = await again("tiff", once);
    const text = Buffer.from(once.exif!).toString("latin1");
    for (const value of ["Acme", "Lux 1", "nobody"])
      expect(text).toContain(value);
    expect(Buffer.from(twice.exif!)).toEqual(Buffer.from(once.exif!));
  });

  testWith(
    available.exiftool,
    "exiftool reads the same from every format, without a warning",
    async (exiftool) => {
      const source = await photograph("c.jpg");
      const read = (path: string): Record<string, unknown> => {
        const groups = ["-ExifIFD:all", "-GPS:all", "-IFD0:Make"];
        const json = execFileSync(exiftool, [
          ...["-j", "-n", "-a", "-G1", ...groups],
          ...["-IFD0:Model", "-IFD0:Copyright", path],
        ]);
        const [tags] = JSON.parse(json.toString()) as [Record<string, unknown>];
        delete tags["SourceFile"];
        return tags;
      };
      const expected = read(source);
      expect(expected).toMatchObject({
        "GPS:GPSLatitudeRef": "N",
        "IFD0:Make": "Acme",
        "ExifIFD:ExposureTime": 0.008,
      });
      const { metadata } = await decodeImage(source);
      for (const format of FORMATS) {
        const { path } = await written(format, metadata);
        expect(read(path)).toEqual(expected);
        const complaints = execFileSync(exiftool, [
          ...["-Warning", "-Error", "-a", path],
        ]);
        expect(complaints.toString()).toBe("");
      }
    },
  );

  testWith(
    available.exiftool,
    "a TIFF tagged by exiftool keeps its tags, big-endian too",
    async (exiftool) => {
      const source = join(folder, "tagged.tif");
      const plain = await saved(
        pixelsOf(blockImage(3, 2)).tiff({ compression: "deflate" }),
        join(folder, "plain.tif"),
      );
      copyFileSync(plain, source);
      execFileSync(exiftool, [
        ...["-q", "-overwrite_original", "-ExifByteOrder=MM"],
        ...["-Make=Acme", "-ExposureTime=0.008", "-GPSLatitudeRef=S"],
        ...["-GPSLatitude=33.5", "-IPTC:City=Burgos", source],
      ]);
      const { metadata } = await decodeImage(source);
      const { path } = await written("jpeg", metadata);
      const out = execFileSync(exiftool, [
        ...["-n", "-s3", "-IFD0:Make", "-ExposureTime", "-GPS:GPSLatitude"],
        ...["-IPTC:City", path],
      ]);
      expect(out.toString().trim().split("\n")).toEqual([
        "Acme",
        "0.008",
        "33.5",
        "Burgos",
      ]);
    },
  );

  test("more than a JPEG segment holds is dropped with a notice", async () => {
    const exif = Buffer.concat([
      Buffer.from("II*\0\x08\0\0\0\0\0\0\0\0\0", "latin1"),
      noise(70_000),
    ]);
    const { path, notices } = await written("jpeg", { exif });
    expect(notices).toEqual(["EXIF_DROPPED"]);
    expect((await decodeImage(path)).metadata.exif).toBeUndefined();
    expect((await again("png", { exif })).exif).toBeDefined();
  });
});

describe("XMP, IPTC, density", () => {
  const xmp = Buffer.from(
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" xmp:Label="Añil"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>',
  );
  // Record 2, dataset 90 (city).
  const iptc = Buffer.concat([
    Buffer.from([0x1c, 2, 90, 0, 6]),
    Buffer.from("Burgos"),
  ]);

  test.each(FORMATS)("XMP: %s", async (format) => {
    expect(Buffer.from((await again(format, { xmp })).xmp!)).toEqual(xmp);
  });

  test.each(["jpeg", "tiff"] as const)("IPTC: %s", async (format) => {
    const kept = (await again(format, { iptc })).iptc;
    expect(Buffer.from(kept!)).toEqual(iptc);
  });

  test.each(["png", "webp"] as const)(
    "IPTC has no place and that is said: %s",
    async (format) => {
      expect((await written(format, { iptc })).notices).toEqual([
        "IPTC_DROPPED",
      ]);
    },
  );

  test.each(["jpeg", "png", "tiff"] as const)("density: %s", async (format) => {
    expect((await again(format, { density: 300 })).density).toBe(300);
  });

  test.each(FORMATS)("everything together: %s", async (format) => {
    const icc = await profileOf("p3");
    const metadata = await again(format, { icc, xmp, iptc, density: 300 });
    expect(Buffer.from(metadata.icc!)).toEqual(icc);
    expect(Buffer.from(metadata.xmp!)).toEqual(xmp);
  });

  test("grey with alpha and all metadata in WebP", async () => {
    const path = join(folder, "alpha.webp");
    const image = randomImage(9, 9, 4);
    await encodeImage(image, path, "webp", {
      bitDepth: 8,
      quality: 80,
      metadata: { icc: await profileOf("p3"), xmp },
    });
    const header = await sharp(path).metadata();
    expect(header).toMatchObject({ hasAlpha: true, hasProfile: true });
    expect(readFileSync(path).readUInt32LE(4)).toBe(
      readFileSync(path).length - 8,
    );
  });
});

function noise(length: number): Buffer {
  const random = new Random(3);
  return Buffer.from(Uint8Array.from({ length }, () => random.integer(0, 256)));
}
