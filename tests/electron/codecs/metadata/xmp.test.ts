import { expect, test } from "vitest";
import { tidyXmp } from "../../../../electron/codecs/metadata/xmp.ts";

const tidied = (text: string): string =>
  Buffer.from(tidyXmp(Buffer.from(text))).toString();

test("the rotation becomes 1, as attribute and as element", () => {
  expect(tidied('<a tiff:Orientation="6" dc:x="6"/>')).toBe(
    '<a tiff:Orientation="1" dc:x="6"/>',
  );
  expect(tidied("<tiff:Orientation>8</tiff:Orientation>")).toBe(
    "<tiff:Orientation>1</tiff:Orientation>",
  );
});

test("thumbnails go", () => {
  expect(
    tidied("a<xmp:Thumbnails>\n<rdf:Alt/>…</xmp:Thumbnails><xmp:Rating/>b"),
  ).toBe("a<xmp:Rating/>b");
});

test("anything else stays, in the same bytes", () => {
  const packet = Buffer.from("título 写真 \xff", "utf8");
  expect(tidyXmp(packet)).toBe(packet);
});
