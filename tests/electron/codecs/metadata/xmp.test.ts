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

test("a gain map that is not written again is not announced", () => {
  const packet =
    '<rdf:Description xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" xmp:Rating="3" hdrgm:Version="1.0">' +
    "<Container:Directory><rdf:Seq><rdf:li>GainMap</rdf:li></rdf:Seq></Container:Directory></rdf:Description>";
  expect(Buffer.from(tidyXmp(Buffer.from(packet))).toString()).toBe(
    '<rdf:Description xmlns:Container="http://ns.google.com/photos/1.0/container/" xmp:Rating="3"></rdf:Description>',
  );
});
