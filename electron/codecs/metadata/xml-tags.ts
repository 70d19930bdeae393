/**
 * The tags of XML without a parser, in one pass: what is found can be taken out, and every other byte
 * stays as it is. Time grows with the length of the text alone, whatever is in it: no regular
 * expression runs over it.
 */

export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  /** With the space before it. */
  readonly from: number;
  readonly to: number;
}

export interface XmlTag {
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  /** Where the tag begins, and where it ends. */
  readonly from: number;
  readonly to: number;
  /** `<a/>`. */
  readonly empty: boolean;
  /** Where its closing tag begins and ends; behind an empty one. Undefined where there is none. */
  readonly close?: Range;
}

/** From `from` up to `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

type Opening = XmlTag & { close?: Range };

/** The opening and empty tags in their order. What is no tag is passed over. */
export function xmlTags(text: string): readonly XmlTag[] {
  const tags: Opening[] = [];
  /** Those that are not closed yet, by name. */
  const open = new Map<string, Opening[]>();
  for (let at = text.indexOf("<"); at >= 0;) {
    const found = text[at + 1] === "/" ? closingAt(text, at) : tagAt(text, at);
    // Nothing is looked at twice, or time would grow with the square of the length.
    if (typeof found === "number") {
      at = text.indexOf("<", found);
      continue;
    }
    if ("closes" in found) {
      const opened = open.get(found.closes)?.pop();
      if (opened) opened.close = { from: found.from, to: found.to };
    } else {
      tags.push(found);
      const { name, to, empty } = found;
      const waiting = open.get(name) ?? [];
      if (empty) found.close = { from: to, to };
      else waiting.push(found);
      open.set(name, waiting);
    }
    at = text.indexOf("<", found.to);
  }
  return tags;
}

/** The text without some ranges, which may overlap. */
export function without(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (from > at) parts.push(text.slice(at, from));
    at = Math.max(at, to);
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** A tag with all that is in it; the tag alone where nothing closes it. */
export const wholeOf = ({ from, to, close }: XmlTag): Range => ({
  from,
  to: close?.to ?? to,
});

export const SPACE: ReadonlySet<string> = new Set([" ", "\t", "\n", "\r"]);
/** What ends a name. */
const ENDS = new Set([...SPACE, "=", ">", "/", "<", '"', "'"]);

/** Where to go on when it is none. */
function closingAt(
  text: string,
  from: number,
): (Range & { readonly closes: string }) | number {
  const nameEnd = endOfName(text, from + 2);
  const end = afterSpace(text, nameEnd);
  if (text[end] !== ">") return end;
  return { closes: text.slice(from + 2, nameEnd), from, to: end + 1 };
}

/** Where to go on when it is none. */
function tagAt(text: string, from: number): Opening | number {
  const nameEnd = endOfName(text, from + 1);
  if (nameEnd === from + 1) return nameEnd;
  const name = text.slice(from + 1, nameEnd);
  const attributes: XmlAttribute[] = [];
  for (let at = nameEnd; at < text.length;) {
    const start = afterSpace(text, at);
    const sign = text[start];
    // A tag that another one begins in is none.
    if (sign === undefined || sign === "<") return start;
    if (sign === ">") {
      const empty = text[start - 1] === "/";
      return { name, attributes, from, to: start + 1, empty };
    }
    const end = endOfName(text, start);
    const value = valueAt(text, end);
    if (value) {
      // One space belongs to it: what is left has neither two nor none.
      const first = start > at ? start - 1 : start;
      attributes.push({
        name: text.slice(start, end),
        value: text.slice(value.from, value.to),
        from: first,
        to: value.to + 1,
      });
      at = value.to + 1;
    } else at = Math.max(end, start + 1);
  }
  return text.length;
}

/** What stands in quotes behind an equals sign. */
function valueAt(text: string, nameEnd: number): Range | undefined {
  const equals = afterSpace(text, nameEnd);
  if (text[equals] !== "=") return undefined;
  const quoteAt = afterSpace(text, equals + 1);
  const quote = text[quoteAt];
  if (quote !== '"' && quote !== "'") return undefined;
  const to = text.indexOf(quote, quoteAt + 1);
  return to < 0 ? undefined : { from: quoteAt + 1, to };
}

function endOfName(text: string, from: number): number {
  let at = from;
  while (at < text.length && !ENDS.has(text[at]!)) at++;
  return at;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.has(text[at]!)) at++;
  return at;
}
