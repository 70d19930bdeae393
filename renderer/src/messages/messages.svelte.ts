/** Every text of the interface, in the language of the moment: what reads it changes with it. */
import { createInstance, type i18n } from "i18next";
import { createContext } from "svelte";
import type { ErrorDetails } from "../../../models/errors.ts";
import type {
  ErrorData,
  ModelItem,
  Notice,
} from "../../../electron/contract/values.ts";
import {
  createMessages,
  type Locale,
  LOCALES,
  type Messages as AppMessages,
} from "../../../electron/messages/messages.ts";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

export type { Locale };

type Catalogue = typeof en;
/** `files_one` and `files_other` are asked for as `files`, with a `count`. */
type Singular<Key> = Key extends `${infer Name}_${"one" | "other"}`
  ? Name
  : Key;

/** `section.name` for each text; English is the pattern that the other catalogues follow. */
export type MessageKey = {
  [
    Section in keyof Catalogue
  ]: `${Section}.${Singular<keyof Catalogue[Section] & string>}`;
}[keyof Catalogue];

export type MessageParameters = Readonly<
  Record<string, string | number | boolean>
>;

/** The first of a person's languages (as `es-MX`) that the app speaks, else English. */
export function spokenAmong(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [name] = language.toLowerCase().split("-");
    const locale = LOCALES.find((each) => each === name);
    if (locale) return locale;
  }
  return "en";
}

type ModelNames = Pick<ModelItem, "name" | "title" | "description">;

export class Messages {
  readonly #locale: () => Locale;
  readonly #catalogues: i18n;
  /** The app's own texts of errors and notices; this interface words some of them otherwise. */
  readonly #app: Readonly<Record<Locale, AppMessages>>;
  /** Kept: the magnification is written in every frame of a zoom, and making one is slow. */
  readonly #percents = $derived(
    new Intl.NumberFormat(this.locale, {
      style: "percent",
      maximumFractionDigits: 0,
    }),
  );

  /** @param locale Read again for each text, so that a reactive one changes the language of the page. */
  constructor(locale: () => Locale) {
    this.#locale = locale;
    this.#app = { en: createMessages("en"), es: createMessages("es") };
    this.#catalogues = createInstance({
      lng: "en",
      fallbackLng: "en",
      supportedLngs: LOCALES,
      resources: { en: { translation: en }, es: { translation: es } },
      initAsync: false,
      interpolation: { escapeValue: false },
      // An error may lack a detail that its text names; the text must still read.
      missingInterpolationHandler: () => "…",
    });
    void this.#catalogues.init();
  }

  get locale(): Locale {
    return this.#locale();
  }

  readonly text = (
    key: MessageKey,
    parameters: MessageParameters = {},
  ): string => this.#say(key, parameters);

  /** As the language writes it, with at most so many decimals (0 unless given). What rounds to zero has no sign. */
  readonly number = (value: number, decimals = 0): string =>
    value.toLocaleString(this.locale, {
      maximumFractionDigits: decimals,
      signDisplay: "negative",
    });

  /** Always with so many decimals, so that a column or a changing value keeps its width. */
  readonly fixed = (value: number, decimals: number): string =>
    value.toLocaleString(this.locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: "negative",
    });

  /** Megapixels a second; of slow work as many digits as tell it from none. */
  readonly rate = (value: number): string =>
    value < 0.1
      ? value.toLocaleString(this.locale, { maximumSignificantDigits: 2 })
      : this.fixed(value, 2);

  /** `0.00015` as `1.5e-4`, as rates of learning are written. */
  readonly scientific = (value: number): string =>
    value
      .toLocaleString(this.locale, {
        ...{ notation: "scientific", maximumFractionDigits: 1 },
      })
      .replace("E", "e");

  /** `0.42` as `42 %`. */
  readonly percent = (fraction: number): string =>
    this.#percents.format(fraction);

  /** A time left, as coarse as it is uncertain: `8 s`, `3 min`, `1 h 20 min`. */
  readonly duration = (seconds: number): string => {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) return this.text("units.seconds", { value: whole });
    const minutes = Math.round(whole / 60);
    if (minutes < 60) return this.text("units.minutes", { value: minutes });
    return this.text("units.hours", {
      hours: Math.floor(minutes / 60),
      minutes: minutes % 60,
    });
  };

  /** Of milliseconds since 1970: day and minute. */
  readonly date = (milliseconds: number): string =>
    new Intl.DateTimeFormat(this.locale, {
      dateStyle: "medium",
      timeStyle: "short",
    }).format(milliseconds);

  /** Of a file or a disk, as roughly as it is known: `1.2 GB`. */
  readonly bytes = (bytes: number): string => {
    const unit =
      bytes < 1e9 ? "megabyte" : bytes < 1e12 ? "gigabyte" : "terabyte";
    const value =
      bytes / { megabyte: 1e6, gigabyte: 1e9, terabyte: 1e12 }[unit];
    return value.toLocaleString(this.locale, {
      ...{ style: "unit", unit },
      // Below ten, so that little is not written as nothing.
      maximumSignificantDigits: value < 10 ? 2 : 3,
    });
  };

  /** What happened and what to do. */
  readonly error = (error: Pick<ErrorData, "code" | "details">): string => {
    const { code } = error;
    const details = this.#readable(error.details);
    const { kind, reason } = details;
    const own = [`errors.${code}_${String(kind)}`, `errors.${code}`].find(
      (key) => this.#catalogues.exists(key, { lng: "en" }),
    );
    if (own === undefined)
      return this.#app[this.locale].error({ code, details });
    const said = this.#say(own, details);
    return reason === undefined ? said : `${said} (${String(reason)})`;
  };

  /** What is to be known although it went well, as a clause without a full stop. */
  readonly notice = (notice: Notice): string =>
    this.#app[this.locale].text(`notices.${notice}`);

  /** Several of them; empty where there is none. */
  readonly notices = (notices: readonly Notice[] = []): string =>
    notices.map((notice) => this.notice(notice)).join("; ");

  /** Devices under the names that the settings give them. */
  #readable(details: ErrorDetails): ErrorDetails {
    const device = this.#ifThere(`devices.${String(details["device"])}`);
    return device === undefined ? details : { ...details, device };
  }

  /** What a model is called; the shipped ones are called so in each language. */
  readonly modelTitle = ({ name, title }: ModelNames): string =>
    this.#ifThere(`zoo.${name}`) ?? title;

  readonly modelDescription = ({ name, description }: ModelNames): string =>
    this.#ifThere(`zoo.${name}-about`) ?? description;

  #ifThere(key: string): string | undefined {
    return this.#catalogues.exists(key, { lng: "en" })
      ? this.#say(key, {})
      : undefined;
  }

  #say(key: string, parameters: MessageParameters): string {
    return this.#catalogues.t(key, { ...parameters, lng: this.locale });
  }
}

export const [useMessages, provideMessages] = createContext<Messages>();
