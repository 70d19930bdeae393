/** Every text that people read, in their language: catalogues keyed alike, filled with parameters by i18next. */
import { createInstance } from "i18next";
import { type ErrorCode, type ErrorDetails } from "../../models/errors.ts";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];

type Catalogue = typeof en;

/** `section.name` for each text; English is the pattern that the other catalogues follow. */
export type MessageKey = {
  [
    Section in keyof Catalogue
  ]: `${Section}.${keyof Catalogue[Section] & string}`;
}[keyof Catalogue];

export type MessageParameters = Readonly<
  Record<string, string | number | boolean>
>;

export interface Messages {
  readonly locale: Locale;
  readonly text: (key: MessageKey, parameters?: MessageParameters) => string;
  /** A number as the language writes it, with at most so many decimals (0 unless given). */
  readonly number: (value: number, decimals?: number) => string;
  /** What happened and what to do, then the technical reason in brackets when there is one. */
  readonly error: (error: {
    readonly code: ErrorCode;
    readonly details: ErrorDetails;
  }) => string;
}

/** The texts of one language. */
export function createMessages(locale: Locale): Messages {
  const i18n = createInstance({
    lng: locale,
    fallbackLng: "en",
    resources: { en: { translation: en }, es: { translation: es } },
    initAsync: false,
    interpolation: { escapeValue: false },
    // An error may lack a detail that its text names; the text must still read.
    missingInterpolationHandler: () => "…",
  });
  void i18n.init();

  const text: Messages["text"] = (key, parameters = {}) =>
    i18n.t(key, parameters);

  const number: Messages["number"] = (value, decimals = 0) =>
    value.toLocaleString(locale, { maximumFractionDigits: decimals });

  const error: Messages["error"] = ({ code, details }) => {
    const { kind, reason } = details;
    const special = `errors.${code}_${String(kind)}`;
    const said = i18n.exists(special)
      ? i18n.t(special, details)
      : text(`errors.${code}`, details);
    return reason === undefined ? said : `${said} (${String(reason)})`;
  };

  return { locale, text, number, error };
}

/**
 * The language to speak: the wish, else what POSIX says of messages (LC_ALL
 * before LC_MESSAGES before LANG), else English. The wish must be a locale.
 */
export function chooseLocale(
  wish: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Locale {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const name = wish ?? [LC_ALL, LC_MESSAGES, LANG].find(Boolean) ?? "en";
  const language = name.toLowerCase().split(/[-_.@]/)[0];
  return LOCALES.find((locale) => locale === language) ?? "en";
}
