/** Whatever `nitido denoise` is given: an error that names the file and the remedy, while the other files are finished. */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp, { type FormatEnum } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type {
  DenoiseResult,
  FileReport,
} from "../../../electron/services/api-files.ts";
import type { ErrorCode } from "../../../models/errors.ts";
import { pixelsOf, randomImage } from "../../support/image-files.ts";
import { answer } from "../../support/program.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { toyNetwork } from "../../support/toy-networks.ts";

const root = temporaryFolder();
const [inputs, out] = [join(root, "in"), join(root, "out")];
mkdirSync(inputs);
const model = toyNetwork("identity", join(root, "identity.onnx"));

const pixels = () => pixelsOf(randomImage(64, 48, 3));
const bytesOf = (format: keyof FormatEnum): Promise<Buffer> =>
  pixels().toFormat(format).toBuffer();
const half = async (format: keyof FormatEnum): Promise<Buffer> => {
  const bytes = await bytesOf(format);
  return bytes.subarray(0, bytes.length / 2);
};

/** A PNG whose header promises another size than there is. */
async function promising(width: number, height: number): Promise<Buffer> {
  const bytes = await bytesOf("png");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

/** Two frames of half the height. */
const animated = (format: "gif" | "webp"): Promise<Buffer> =>
  sharp(randomImage(64, 48, 3).samples, {
    raw: { width: 64, height: 48, channels: 3, pageHeight: 24 },
  })
    .toFormat(format, { loop: 0 })
    .toBuffer();

/** What a file holds, and what becomes of it; null: it is not there. */
const FILES: Readonly<
  Record<string, readonly [ErrorCode | "done", Promise<Buffer> | string | null]>
> = {
  "missing.jpg": ["FILE_NOT_FOUND", null],
  "empty.jpg": ["FILE_EMPTY", ""],
  "text.jpg": ["FORMAT_UNSUPPORTED", "no photograph"],
  "cut.jpg": ["FILE_DAMAGED", half("jpeg")],
  "cut.png": ["FILE_DAMAGED", half("png")],
  "cut.tif": ["FILE_DAMAGED", half("tiff")],
  "cut.webp": ["FILE_DAMAGED", half("webp")],
  "zero-size.png": ["FILE_DAMAGED", promising(0, 48)],
  "bomb.png": ["IMAGE_TOO_LARGE", promising(100_000, 100_000)],
  "loop.png": ["FILE_UNREADABLE", null],
  // Odd, but photographs all the same.
  "gif-called.png": ["done", bytesOf("gif")],
  "animated.gif": ["done", animated("gif")],
  "animated.webp": ["done", animated("webp")],
  "cmyk.jpg": ["done", pixels().toColourspace("cmyk").jpeg().toBuffer()],
  "cmyk.tif": ["done", pixels().toColourspace("cmyk").tiff().toBuffer()],
  "good.jpg": ["done", bytesOf("jpeg")],
  "png-called.jpg": ["done", bytesOf("png")],
  "palette.png": [
    "done",
    pixels().png({ palette: true, colours: 16 }).toBuffer(),
  ],
  "1-bit.png": [
    "done",
    pixels().threshold().png({ palette: true, colours: 2 }).toBuffer(),
  ],
  "1-bit.tif": ["done", pixels().threshold().tiff({ bitdepth: 1 }).toBuffer()],
  "1-pixel.png": ["done", pixels().resize(1, 1).png().toBuffer()],
  "good.webp": ["done", bytesOf("webp")],
};
const names = Object.keys(FILES);
const expected = (name: string) => FILES[name]![0];
/** The extension becomes that of the content, or PNG's where that cannot be written. */
const outputOf = (name: string): string =>
  name === "png-called.jpg" || name === "animated.gif"
    ? name.replace(/\.\w+$/, "-denoised.png")
    : name.replace(/(\.\w+)$/, "-denoised$1");

describe("one run over all of them", () => {
  let code: number | null;
  let files: readonly FileReport[];
  const before = new Map<string, Buffer>();

  beforeAll(async () => {
    for (const [name, [, content]] of Object.entries(FILES)) {
      if (content === null) continue;
      const bytes = Buffer.from(await content);
      writeFileSync(join(inputs, name), bytes);
      before.set(name, bytes);
    }
    symlinkSync(join(inputs, "loop.png"), join(inputs, "loop.png"));
    const ended = await answer<DenoiseResult>([
      ...["denoise", ...names.map((name) => join(inputs, name)), "--out", out],
      ...["--model", model, "--device", "cpu", "--noise", "5"],
    ]);
    code = ended.code;
    files = ended.result.files;
  });

  test("reports each of them, in order, and says that some failed", () => {
    expect(code).toBe(1);
    expect(files.map(({ input }) => input)).toEqual(
      names.map((name) => join(inputs, name)),
    );
  });

  test.each(names)("%s", (name) => {
    const { status, error, input, output } = files[names.indexOf(name)]!;
    const code = expected(name);
    expect(error?.code ?? status).toBe(code);
    if (code === "done") {
      expect(output).toBe(join(out, outputOf(name)));
      return;
    }
    expect(status).toBe("failed");
    expect(error?.details["file"]).toBe(input);
    // What happened to which file, and what to do.
    const [happened, remedy] = error!.message
      .replace(input, "FILE")
      .split(". ");
    expect(happened).toContain("FILE");
    expect(remedy).toBeTruthy();
  });

  test("nothing else is written, and no input is touched", () => {
    const done = names.filter((name) => expected(name) === "done");
    expect(readdirSync(out).sort()).toEqual(
      [...done.map(outputOf), "nitido-ledger.jsonl"].sort(),
    );
    for (const [name, bytes] of before)
      expect(readFileSync(join(inputs, name)).equals(bytes)).toBe(true);
  });
});
