/** Texts of the interface: every language says the same things, and errors read well. */
import { expect, test } from "vitest";
import en from "../../../renderer/src/messages/en.json" with { type: "json" };
import es from "../../../renderer/src/messages/es.json" with { type: "json" };
import {
  Messages,
  spokenAmong,
} from "../../../renderer/src/messages/messages.svelte.ts";

/** `section.name` with the parameters that its text takes. */
function pattern(
  catalogue: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([section, texts]) =>
      Object.entries(texts).map(([name, text]) => [
        `${section}.${name}`,
        [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort(),
      ]),
    ),
  );
}

const english = new Messages(() => "en");
const spanish = new Messages(() => "es");

test("the languages have the same texts with the same parameters", () => {
  expect(pattern(es)).toEqual(pattern(en));
});

test("the interface words errors for people without a command line", () => {
  const error = { code: "OUTPUT_EXISTS", details: { file: "a.png" } } as const;
  expect(english.error(error)).toBe(
    "a.png is there already. Choose what to do with names that are taken, or another folder.",
  );
  expect(spanish.error(error)).toMatch(/^a\.png ya existe\./);
});

test("errors without a text of their own are worded by the app", () => {
  const error = {
    code: "FILE_DAMAGED",
    details: { file: "a.png", reason: "bad header" },
  } as const;
  expect(english.error(error)).toMatch(/^a\.png is damaged.*\(bad header\)$/);
});

test("numbers and times are written as the language has them", () => {
  expect(english.number(1234.56, 1)).toBe("1,234.6");
  expect(spanish.fixed(3, 2)).toBe("3,00");
  expect([-0.004, -0.5].map((of) => english.number(of, 2))).toEqual([
    "0",
    "-0.5",
  ]);
  expect(english.fixed(-0.004, 2)).toBe("0.00");
  expect(english.duration(4.4)).toBe("4 s");
  expect(english.duration(150)).toBe("3 min");
  expect(english.duration(4800)).toBe("1 h 20 min");
});

test.each([
  [["es-MX", "en"], "es"],
  [["fr", "es"], "es"],
  [["en-GB", "es"], "en"],
  [["fr"], "en"],
  [[], "en"],
])("of the languages %j the interface speaks %s", (languages, locale) => {
  expect(spokenAmong(languages)).toBe(locale);
});

test("small figures keep the digits that tell them from nothing", () => {
  expect([0.0034, 2.5].map(english.rate)).toEqual(["0.0034", "2.50"]);
  expect([0.0002, 0.00015].map(spanish.scientific)).toEqual(["2e-4", "1,5e-4"]);
});
