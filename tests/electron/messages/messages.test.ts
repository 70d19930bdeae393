/** The catalogues agree with each other and cover every error; the language is chosen as POSIX says. */
import { describe, expect, test } from "vitest";
import en from "../../../electron/messages/en.json" with { type: "json" };
import es from "../../../electron/messages/es.json" with { type: "json" };
import {
  chooseLocale,
  createMessages,
  LOCALES,
} from "../../../electron/messages/messages.ts";
import { ERROR_CODES } from "../../../models/errors.ts";

type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** `section.name` and the sorted parameters of each text. */
const parametersOf = (catalogue: Catalogue): Map<string, string[]> =>
  new Map(
    Object.entries(catalogue).flatMap(([section, texts]) =>
      Object.entries(texts).map(([name, text]): [string, string[]] => [
        `${section}.${name}`,
        [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, word]) => word!).sort(),
      ]),
    ),
  );

describe("the catalogues", () => {
  test("have the same keys with the same parameters, in the same order", () => {
    expect([...parametersOf(es)]).toEqual([...parametersOf(en)]);
  });

  test("hold no empty text", () => {
    for (const texts of [...Object.values(en), ...Object.values(es)])
      for (const text of Object.values(texts)) expect(text).toMatch(/\S/);
  });

  test.each(ERROR_CODES)("say in every language what %s means", (code) => {
    expect(en.errors).toHaveProperty(code);
    expect(es.errors).toHaveProperty(code);
    if (code !== "CANCELLED") expect(es.errors[code]).not.toBe(en.errors[code]);
  });
});

describe("texts", () => {
  test("carry their parameters as they are", () => {
    const messages = createMessages("en");
    const error = {
      code: "FILE_EMPTY",
      details: { file: "a<b>&.png" },
    } as const;
    expect(messages.error(error)).toMatch(/^a<b>&\.png is empty\. /);
  });

  test("speak Spanish", () => {
    const messages = createMessages("es");
    expect(messages.text("denoise.skipped", { input: "a", output: "b" })).toBe(
      "a: omitida, b ya existe",
    );
  });

  test("end with the technical reason", () => {
    const details = { device: "cuda", reason: "no driver" };
    expect(
      createMessages("en").error({ code: "DEVICE_FAILED", details }),
    ).toMatch(/driver\. \(no driver\)$/);
  });

  test("follow the kind of a wrong usage", () => {
    const details = {
      kind: "number",
      option: "--luma",
      min: 0,
      max: 100,
      value: "x",
    };
    expect(createMessages("en").error({ code: "USAGE", details })).toBe(
      "--luma takes a number from 0 to 100, not “x”.",
    );
  });

  test("still read when a detail is missing", () => {
    for (const locale of LOCALES)
      expect(
        createMessages(locale).error({ code: "DISK_FULL", details: {} }),
      ).not.toMatch(/[{}]|undefined/);
  });
});

describe("the language", () => {
  test.each([
    ["es", {}, "es"],
    ["es-MX", { LANG: "en_GB.UTF-8" }, "es"],
    [undefined, { LANG: "es_ES.UTF-8" }, "es"],
    [undefined, { LC_ALL: "C", LANG: "es_ES.UTF-8" }, "en"],
    [undefined, { LC_ALL: "", LC_MESSAGES: "es", LANG: "en" }, "es"],
    [undefined, { LANG: "fr_FR.UTF-8" }, "en"],
    [undefined, {}, "en"],
  ] as const)("wish %j in %j is %s", (wish, environment, expected) => {
    expect(chooseLocale(wish, environment)).toBe(expected);
  });
});
