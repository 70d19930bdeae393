/** The note in XMP: written into any packet, read again, and read by exiftool. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeImage } from "../../../../electron/codecs/encode.ts";
import {
  processingOf,
  withProcessing,
} from "../../../../electron/codecs/metadata/processing.ts";
import type { Processing } from "../../../../electron/codecs/metadata/processing-schema.ts";
import { available, testWith } from "../../../support/available.ts";
import { blockImage } from "../../../support/image-files.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const folder = temporaryFolder();
const settings: Processing = {
  model: `Ñandú "one" & <two>`,
  noise: { luma: 12.5, chroma: 30 },
  strength: 80,
  luma: 100,
  chroma: 90,
  detail: 25,
};
const rated = Buffer.from(
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Label="Añil" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>',
);

test.each([
  ["a new packet", undefined],
  ["a packet that is there", rated],
])("%s", (_, xmp) => {
  const noted = withProcessing(xmp, "Nítido 1", settings);
  expect(processingOf(noted)).toEqual(settings);
});

test.each([
  "auto",
  25,
  0,
  { amount: 1.15 },
  { amount: 0 },
  { amount: { luma: 0.29, chroma: 2 } },
] as const)("noise: %j", (noise) => {
  const noted = withProcessing(undefined, "Nítido 1", { ...settings, noise });
  expect(processingOf(noted)?.noise).toEqual(noise);
});

test("an amount is noted in per cent, beside a level that is measured", () => {
  const noise = { amount: { luma: 0.8, chroma: 1.5 } };
  const noted = withProcessing(undefined, "Nítido 1", { ...settings, noise });
  const text = Buffer.from(noted).toString();
  expect(text).toContain('nitido:Noise="auto" nitido:Amount="80,150"');
  for (const wrong of ["", "201", "80,", "much"]) {
    const packet = text.replace('"80,150"', `"${wrong}"`);
    expect(processingOf(Buffer.from(packet))).toBeUndefined();
  }
});

test("the rest of the packet stays, byte for byte", () => {
  const noted = Buffer.from(withProcessing(rated, "Nítido 1", settings));
  const from = noted.indexOf('<rdf:Description rdf:about="" xmlns:nitido');
  const to = noted.indexOf("/>", from) + 2;
  const rest = Buffer.concat([noted.subarray(0, from), noted.subarray(to)]);
  expect(rest).toEqual(rated);
});

test("a newer note takes the place of an older one", () => {
  const once = withProcessing(rated, "Nítido 1", settings);
  const twice = withProcessing(once, "Nítido 1", { ...settings, strength: 10 });
  expect(processingOf(twice)?.strength).toBe(10);
  expect(twice.length).toBe(once.length);
});

test("what is no setting is no note", () => {
  expect(processingOf(rated)).toBeUndefined();
  const noted = Buffer.from(
    withProcessing(undefined, "Nítido 1", settings),
  ).toString();
  for (const [from, to] of [
    ['Strength="80"', 'Strength="800"'],
    ['Noise="12.5,30"', 'Noise="much"'],
    ['Detail="25"', ""],
  ] as const)
    expect(processingOf(Buffer.from(noted.replace(from, to)))).toBeUndefined();
});

testWith(
  available.exiftool,
  "exiftool reads the note, and what it writes again can be loaded",
  async (exiftool) => {
    const path = join(folder, "noted.jpg");
    await encodeImage(blockImage(2, 2), path, "jpeg", {
      bitDepth: 8,
      quality: 90,
      metadata: { xmp: withProcessing(rated, "Nítido 1", settings) },
    });
    const run = (...parameters: string[]): string =>
      spawnSync(exiftool, [...parameters, path], { encoding: "utf8" }).stdout;
    expect(run("-s3", "-XMP-xmp:Rating").trim()).toBe("4");
    const read = run("-s3", "-Strength", "-Software", "-Noise");
    expect(read.trim().split("\n")).toEqual(["80", "Nítido 1", "12.5,30"]);
    run("-q", "-overwrite_original", "-XMP-xmp:Rating=5");
    const packet = spawnSync(exiftool, ["-b", "-xmp", path]).stdout;
    expect(processingOf(packet)).toEqual(settings);
  },
);
