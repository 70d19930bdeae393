/**
 * Notes in a photograph's XMP what was done to it, so that people can read it and the same settings
 * can be loaded again. XMP is ISO 16684-1; the namespace is Nítido's own.
 */
import * as v from "valibot";
import { noiseWords } from "../../../models/inference/noise-setting.ts";
import { type Processing, processing } from "./processing-schema.ts";
import { type Range, SPACE, without, xmlTags } from "./xml-tags.ts";

const NAMESPACE = "urn:nitido:denoise:1/";
const SLIDERS = ["strength", "luma", "chroma", "detail"] as const;

const EMPTY =
  '<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>' +
  '<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  "</rdf:RDF></x:xmpmeta>" +
  '<?xpacket end="w"?>';

const END = "</rdf:RDF>";

/**
 * The packet with the note in place of an older one, and with everything else as it is; a new one
 * where there is none. A packet that is not UTF-8, or has no RDF, is left alone.
 */
export function withProcessing(
  xmp: Uint8Array | undefined,
  software: string,
  { model, noise, ...rest }: Processing,
): Uint8Array {
  const text = xmp ? Buffer.from(xmp).toString("latin1") : latin1(EMPTY);
  const end = text.lastIndexOf(END);
  if (end < 0) return xmp ?? Buffer.from(text, "latin1");
  const words = noiseWords(noise);
  const attributes = [
    ["Software", software],
    ["Model", model],
    ["Noise", words.noise],
    // Whoever does not know of it takes the noise to be as measured.
    ...(words.amount === undefined ? [] : [["Amount", words.amount]]),
    ...SLIDERS.map((name) => [capital(name), rest[name].toString()]),
  ].map(([name = "", value = ""]) => ` nitido:${name}="${escaped(value)}"`);
  const block = `<rdf:Description rdf:about="" xmlns:nitido="${NAMESPACE}"${latin1(attributes.join(""))}/>`;
  const head = text.slice(0, end);
  const before = without(head, olderNotes(head));
  return Buffer.from(before + block + text.slice(end), "latin1");
}

/** What was noted; undefined where nothing is, or what is no setting. */
export function processingOf(xmp: Uint8Array): Processing | undefined {
  const text = Buffer.from(xmp).toString("utf8");
  if (!text.includes(NAMESPACE)) return undefined;
  const values = valuesIn(text);
  const read = (name: string): string | undefined =>
    unescaped(values.get(`nitido:${name}`));
  const noise = read("Noise");
  const found = v.safeParse(processing, {
    model: read("Model"),
    noise: noise === undefined ? undefined : noiseOf(noise, read("Amount")),
    ...Object.fromEntries(
      SLIDERS.map((name) => [name, Number(read(capital(name)) ?? NaN)]),
    ),
  });
  return found.success ? found.output : undefined;
}

/** Descriptions that hold nothing but a note, with the space before them. */
function olderNotes(text: string): Range[] {
  return xmlTags(text)
    .filter(
      ({ name, empty, attributes }) =>
        name === "rdf:Description" &&
        empty &&
        attributes.some(
          (each) => each.name === "xmlns:nitido" && each.value === NAMESPACE,
        ),
    )
    .map(({ from, to }) => {
      let start = from;
      while (SPACE.has(text[start - 1] ?? "")) start--;
      return { from: start, to };
    });
}

/** The values of attributes and elements by their names, the first of each. */
function valuesIn(text: string): Map<string, string> {
  const values = new Map<string, string>();
  const note = (name: string, value: string) => {
    if (!values.has(name)) values.set(name, value);
  };
  for (const { name, to, close, attributes } of xmlTags(text)) {
    for (const attribute of attributes) note(attribute.name, attribute.value);
    if (close) note(name, text.slice(to, close.from));
  }
  return values;
}

/** Reads what `noiseWords` writes; the rest is for the schema to refuse. */
function noiseOf(level: string, perCent: string | undefined): unknown {
  if (level !== "auto") return figures(level);
  if (perCent === undefined) return level;
  return { amount: figures(perCent, (figure) => figure / 100) };
}

/** One figure, or with a comma those of luminance and colour. */
function figures(text: string, value = (figure: number) => figure): unknown {
  const [luma = NaN, chroma] = text
    .split(",")
    // Nothing is no figure, and not 0.
    .map((figure) => (figure.trim() === "" ? NaN : value(Number(figure))));
  return chroma === undefined ? luma : { luma, chroma };
}

const capital = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1);

/** The bytes of the text in UTF-8, one character each: packets are edited without being decoded. */
const latin1 = (text: string): string =>
  Buffer.from(text, "utf8").toString("latin1");

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");

function unescaped(text: string | undefined): string | undefined {
  return text
    ?.replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
