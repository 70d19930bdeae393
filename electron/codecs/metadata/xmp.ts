/** Corrects an XMP packet for pixels that were turned upright and changed. */
import { wholeOf, without, xmlTags } from "./xml-tags.ts";

const ORIENTATION = "tiff:Orientation";
const THUMBNAILS: ReadonlySet<string> = new Set([
  "xmp:Thumbnails",
  "xap:Thumbnails",
]);
/** The list of the pictures in the file, of which a gain map is not written again. */
const DIRECTORY = "Container:Directory";

/** Ultra HDR: the map's parameters. */
const ofGainMap = (name: string): boolean =>
  name.startsWith("hdrgm:") || name === "xmlns:hdrgm";

/** The packet with the rotation set to 1, without thumbnails and gain map; only those bytes change. */
export function tidyXmp(xmp: Uint8Array): Uint8Array {
  const gainMap = announcesGainMap(xmp);
  return edited(xmp, (text) => {
    const upright = uprightIn(text);
    const tags = xmlTags(upright);
    const elements = tags.filter(
      ({ name, close }) =>
        close &&
        (THUMBNAILS.has(name) ||
          (gainMap && (ofGainMap(name) || name === DIRECTORY))),
    );
    const attributes = tags
      .flatMap((tag) => tag.attributes)
      .filter(({ name }) => gainMap && ofGainMap(name));
    return without(upright, [...elements.map(wholeOf), ...attributes]);
  });
}

/** One of the eight ways to hold a camera becomes the first, as attribute and as element. */
function uprightIn(text: string): string {
  const values = xmlTags(text).flatMap(({ name, to, close, attributes }) => [
    ...(name === ORIENTATION && close ? [{ from: to, to: close.from }] : []),
    ...attributes
      .filter((attribute) => attribute.name === ORIENTATION)
      .map(({ value, to }) => ({ from: to - 1 - value.length, to: to - 1 })),
  ]);
  const bytes = Buffer.from(text, "latin1");
  for (const { from, to } of values) {
    const value = text.slice(from, to);
    const turned = value.trim();
    if (/^[2-8]$/.test(turned))
      bytes.write("1", from + value.indexOf(turned), "latin1");
  }
  return bytes.toString("latin1");
}

/**
 * GPS tags of EXIF and of drones, and the places of IPTC's schemas (Photo Metadata Standard 2023.2;
 * photoshop:City is one of them), whatever the prefix of their namespace. The creator's own address
 * has other names.
 */
const PLACE =
  /^[\w.-]+:(?:[Gg][Pp][Ss]\w+|City|State|Country|CountryCode|Location|LocationShown|LocationCreated)$/;

/** The packet without where the picture was taken and what place it shows; the rest stays as it is. */
export function xmpWithoutLocation(xmp: Uint8Array): Uint8Array {
  const place = ({ name }: { readonly name: string }) => PLACE.test(name);
  return edited(xmp, (text) => {
    const tags = xmlTags(text);
    const attributes = tags.flatMap((tag) => tag.attributes);
    return without(text, [
      ...tags.filter(place).map(wholeOf),
      ...attributes.filter(place),
    ]);
  });
}

/** Latin-1 maps every byte to one character and back, whatever the encoding is. */
function edited(xmp: Uint8Array, change: (text: string) => string): Uint8Array {
  const text = Buffer.from(xmp).toString("latin1");
  const changed = change(text);
  return changed === text ? xmp : Buffer.from(changed, "latin1");
}

/** Whether the packet announces a gain map (Ultra HDR), which lies outside of it. */
export function announcesGainMap(xmp: Uint8Array): boolean {
  return Buffer.from(xmp).includes("hdr-gain-map/");
}
