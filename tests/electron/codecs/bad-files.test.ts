/** Whatever is given as an image: a typed error that names the file, never a crash and never wrong pixels. */
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  decodeImage,
  formatOf,
  inspectImage,
} from "../../../electron/codecs/decode.ts";
import { encodeImage, verifyImage } from "../../../electron/codecs/encode.ts";
import type { ErrorCode, NitidoError } from "../../../models/errors.ts";
import { asOrdinaryUser } from "../../support/ordinary-user.ts";
import {
  blockImage,
  pixelsOf,
  randomImage,
  saved,
} from "../../support/image-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content);
  return at(name);
};

async function refusal(path: string): Promise<NitidoError> {
  return decodeImage(path).then(
    () => expect.fail(`${path} was read`),
    (error: unknown) => error as NitidoError,
  );
}

async function expectRefusal(path: string, code: ErrorCode): Promise<void> {
  expect(await refusal(path)).toMatchObject({ code, details: { file: path } });
}

const FORMATS = ["jpeg", "png", "tiff", "webp", "avif"] as const;
const encoded = (format: (typeof FORMATS)[number]): Promise<Buffer> =>
  pixelsOf(randomImage(64, 64, 3))
    .toFormat(format, format === "tiff" ? { compression: "deflate" } : {})
    .toBuffer();

describe("what is no image file", () => {
  test("missing", () => expectRefusal(at("missing.jpg"), "FILE_NOT_FOUND"));

  test("below a file", async () => {
    await expectRefusal(join(file("a.txt", "a"), "b.jpg"), "FILE_NOT_FOUND");
  });

  test("empty", () => expectRefusal(file("empty.jpg", ""), "FILE_EMPTY"));

  test("a folder", async () => {
    mkdirSync(at("folder.jpg"));
    await expectRefusal(at("folder.jpg"), "FILE_UNREADABLE");
  });

  test("a link to itself", async () => {
    symlinkSync(at("loop.jpg"), at("loop.jpg"));
    await expectRefusal(at("loop.jpg"), "FILE_UNREADABLE");
  });

  test("not permitted", async () => {
    const path = file("secret.jpg", await encoded("jpeg"));
    chmodSync(path, 0o000);
    await asOrdinaryUser(() => expectRefusal(path, "FILE_UNREADABLE"));
  });

  test("text called .jpg", () =>
    expectRefusal(file("text.jpg", "hello, world"), "FORMAT_UNSUPPORTED"));

  test("one byte", () =>
    expectRefusal(file("byte.png", "P"), "FORMAT_UNSUPPORTED"));
});

describe.each(FORMATS)("damaged %s", (format) => {
  test.each([0.3, 0.6, 0.95])("cut off after %d of it", async (part) => {
    const bytes = await encoded(format);
    const cut = bytes.subarray(0, Math.floor(bytes.length * part));
    await expectRefusal(file(`cut-${part}.${format}`, cut), "FILE_DAMAGED");
  });

  test("only the signature", async () => {
    const bytes = await encoded(format);
    const path = file(`head.${format}`, bytes.subarray(0, 16));
    await expectRefusal(path, "FILE_DAMAGED");
  });

  test("rubbish behind the signature", async () => {
    const bytes = Buffer.alloc(2000, 0x5a);
    (await encoded(format)).copy(bytes, 0, 0, 12);
    await expectRefusal(file(`rubbish.${format}`, bytes), "FILE_DAMAGED");
  });
});

test("a damaged place inside a JPEG is a notice, as viewers show the rest", async () => {
  const bytes = await encoded("jpeg");
  // A marker in the middle of the data.
  bytes.set([0xff, 0xd0], bytes.length - 900);
  const decoded = await decodeImage(file("spot.jpg", bytes));
  expect(decoded.notices).toEqual(["DAMAGED_DATA"]);
});

describe("sizes", () => {
  /** A PNG whose header promises more than there is. */
  async function promising(width: number, height: number): Promise<Buffer> {
    const bytes = await encoded("png");
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    return bytes;
  }

  test("a decompression bomb is refused by its header", async () => {
    const path = file("bomb.png", await promising(200_000, 200_000));
    const error = await refusal(path);
    expect(error).toMatchObject({
      code: "IMAGE_TOO_LARGE",
      details: { file: path, megapixels: 40_000, limit: 300 },
    });
  });

  test("a JPEG of 65500 × 65500", async () => {
    const bytes = await encoded("jpeg");
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    bytes.writeUInt16BE(65_500, frame + 5);
    bytes.writeUInt16BE(65_500, frame + 7);
    await expectRefusal(file("bomb.jpg", bytes), "IMAGE_TOO_LARGE");
  });

  test("zero pixels wide", async () => {
    await expectRefusal(
      file("zero.png", await promising(0, 64)),
      "FILE_DAMAGED",
    );
  });

  test("the limit is the caller's", async () => {
    const path = file("small.png", await encoded("png"));
    const limited = decodeImage(path, { pixelLimit: 64 * 63 });
    await expect(limited).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE" });
    const fitting = decodeImage(path, { pixelLimit: 64 * 64 });
    await expect(fitting).resolves.toBeDefined();
  });

  test("a side longer than the format allows", async () => {
    const image = {
      width: 16_384,
      height: 1,
      channels: 1,
      samples: new Uint8Array(16_384),
    } as const;
    const settings = { bitDepth: 8, quality: 80, metadata: {} } as const;
    const path = at("long.webp");
    await expect(
      encodeImage(image, path, "webp", settings),
    ).rejects.toMatchObject({
      code: "FORMAT_LIMIT",
      details: { file: path, limit: 16_383 },
    });
  });
});

describe("colours and formats", () => {
  test("CIELAB", async () => {
    const lab = pixelsOf(blockImage(2, 2)).toColourspace("lab");
    await saved(lab.tiff({ compression: "deflate" }), at("lab.tif"));
    await expectRefusal(at("lab.tif"), "COLOUR_UNSUPPORTED");
  });

  test("of animations the first frame is read, with a notice", async () => {
    const { samples } = blockImage(1, 2);
    const first = blockImage(1, 1);
    const webp = sharp(samples, {
      raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
    }).webp({ loop: 0, lossless: true });
    const png = await pixelsOf(first).png().toBuffer();
    const control = Buffer.from("6163544c" + "0000000200000000", "hex");
    const [length, check] = [Buffer.of(0, 0, 0, 8), Buffer.alloc(4)];
    check.writeUInt32BE(crc32(control));
    const animation = [length, control, check, png.subarray(33)];
    for (const path of [
      await saved(webp, at("animated.webp")),
      file("animated.png", Buffer.concat([png.subarray(0, 33), ...animation])),
    ]) {
      const { image, notices } = await decodeImage(path);
      expect(notices).toEqual(["FIRST_FRAME_ONLY"]);
      expect(image.samples).toEqual(first.samples);
      expect(await inspectImage(path)).toMatchObject({ width: 8, height: 8 });
    }
  });

  test("known formats that are not read are named", async () => {
    const photoshop = file("a.jpg", "8BPS\0\x01" + "\0".repeat(40));
    expect((await refusal(photoshop)).details["found"]).toBe("PSD");
  });

  test("camera RAW is not mistaken for the thumbnail in it", async () => {
    // A TIFF whose first directory calls itself a reduced image, as NEF and ARW do.
    const thumbnail = await encoded("tiff");
    const directory = thumbnail.readUInt32LE(4);
    const first = directory + 2;
    thumbnail.writeUInt16LE(254, first);
    thumbnail.writeUInt16LE(4, first + 2);
    thumbnail.writeUInt32LE(1, first + 4);
    thumbnail.writeUInt32LE(1, first + 8);
    const path = file("a.nef", thumbnail);
    expect(await formatOf(path)).toBe("raw");
    await refusal(path);
  });

  test("the header alone refuses alike", async () => {
    const lab = pixelsOf(blockImage(2, 2)).toColourspace("lab");
    const tiff = lab.tiff({ compression: "deflate" });
    const path = await saved(tiff, at("lab-2.tif"));
    await expect(inspectImage(path)).rejects.toMatchObject({
      code: "COLOUR_UNSUPPORTED",
    });
  });
});

describe("verification", () => {
  const settings = { bitDepth: 8, quality: 92, metadata: {} } as const;

  test.each(FORMATS)("finds a cut off %s", async (format) => {
    const image = randomImage(64, 64, 3);
    const path = at(`verify.${format}`);
    await encodeImage(image, path, format, settings);
    await expect(
      verifyImage(image, path, format, settings),
    ).resolves.toBeUndefined();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length * 0.7));
    await expect(
      verifyImage(image, path, format, settings),
    ).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
  });

  test("finds another size and another depth", async () => {
    const path = await saved(pixelsOf(randomImage(8, 8, 3)).png(), at("v.png"));
    await expect(
      verifyImage(randomImage(9, 8, 3), path, "png", settings),
    ).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
    await expect(
      verifyImage(randomImage(8, 8, 3), path, "png", {
        ...settings,
        bitDepth: 16,
      }),
    ).rejects.toMatchObject({ code: "OUTPUT_INVALID" });
  });
});
