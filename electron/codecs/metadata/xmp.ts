/** Corrects an XMP packet for pixels that were turned upright and changed. */

const ORIENTATION = /(tiff:Orientation\s*=\s*["']|<tiff:Orientation>\s*)[2-8]/g;
const THUMBNAILS = /<(xmp|xap):Thumbnails>.*?<\/\1:Thumbnails>/gs;

/**
 * Ultra HDR: the map's parameters, and the list of the pictures in the file, of which the map is not
 * written again.
 */
const GAIN_MAP =
  /\s(xmlns:)?hdrgm(:\w+)?\s*=\s*("[^"]*"|'[^']*')|<hdrgm:(\w+)[^>]*?(\/>|>.*?<\/hdrgm:\4>)|<Container:Directory[^>]*>.*?<\/Container:Directory>/gs;

/** The packet with the rotation set to 1, without thumbnails and gain map; only those bytes change. */
export function tidyXmp(xmp: Uint8Array): Uint8Array {
  // Latin-1 maps every byte to one character and back, whatever the encoding is.
  const text = Buffer.from(xmp).toString("latin1");
  const tidy = (announcesGainMap(xmp) ? text.replace(GAIN_MAP, "") : text)
    .replace(ORIENTATION, (_, before: string) => `${before}1`)
    .replace(THUMBNAILS, "");
  return tidy === text ? xmp : Buffer.from(tidy, "latin1");
}

/**
 * GPS tags of EXIF and of drones, and the places of IPTC's schemas (Photo Metadata Standard 2023.2;
 * photoshop:City is one of them), whatever the prefix of their namespace. The creator's own address
 * has other names.
 */
const PLACE =
  "[\\w.-]+:(?:[Gg][Pp][Ss]\\w+|City|State|Country|CountryCode|Location|LocationShown|LocationCreated)";

/** As attributes and as elements. */
const LOCATION = new RegExp(
  `\\s${PLACE}\\s*=\\s*("[^"]*"|'[^']*')|<(${PLACE})(\\s[^>]*)?(/>|>.*?</\\2>)`,
  "gs",
);

/** The packet without where the picture was taken and what place it shows; the rest stays as it is. */
export function xmpWithoutLocation(xmp: Uint8Array): Uint8Array {
  const text = Buffer.from(xmp).toString("latin1");
  const rest = text.replace(LOCATION, "");
  return rest === text ? xmp : Buffer.from(rest, "latin1");
}

/** Whether the packet announces a gain map (Ultra HDR), which lies outside of it. */
export function announcesGainMap(xmp: Uint8Array): boolean {
  return Buffer.from(xmp).includes("hdr-gain-map/");
}
