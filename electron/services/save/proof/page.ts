/** The proof sheet as HTML: one page without scripts that needs nothing from elsewhere. */
import {
  type NoiseSetting,
  noiseWords,
} from "../../../../models/inference/noise-setting.ts";
import type { MessageKey, Messages } from "../../../messages/messages.ts";
import { type Reported, totalsOf } from "../report.ts";
import type { FileResult } from "../results.ts";
import { STYLE } from "./style.ts";

/** Addresses of a photograph's crops; null where there are none. */
export type Crops = {
  readonly before: string;
  readonly after: string;
  readonly width: number;
  readonly height: number;
} | null;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character]!);

/** Everything up to the photographs. */
export function pageHead(reported: Reported, messages: Messages): string {
  const { text, number } = messages;
  const totals = totalsOf(reported);
  const { rules, model, settings, created } = reported;
  const facts: [MessageKey, string][] = [
    ["proof.done", number(totals.done)],
    ...(totals.failed > 0
      ? [["proof.failed", number(totals.failed)] as [MessageKey, string]]
      : []),
    ["proof.megapixels", number(totals.megapixels, 1)],
    ["proof.time", text("proof.seconds", { seconds: number(totals.seconds) })],
    ...(model ? [["proof.model", model.name] as [MessageKey, string]] : []),
    ...(settings
      ? ([
          ["proof.level", levelText(settings.noise)],
          ["proof.strength", `${number(settings.strength)} %`],
          [
            "proof.lumaChroma",
            `${number(settings.luma)} % / ${number(settings.chroma)} %`,
          ],
          ["proof.detail", `${number(settings.detail)} %`],
        ] satisfies [MessageKey, string][])
      : []),
    ["proof.format", `${rules.format} · ${rules.quality}`],
  ];
  const terms = facts
    .map(
      ([key, value]) =>
        `<div><dt>${escaped(text(key))}</dt><dd>${escaped(value)}</dd></div>`,
    )
    .join("");
  const when = new Date(created).toLocaleString(messages.locale);
  return `<!doctype html>
<html lang="${messages.locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data: file:; style-src 'unsafe-inline'">
<title>${escaped(text("proof.title"))}</title>
<style>${STYLE}</style>
<header><h1>${escaped(text("proof.title"))}</h1><p>${escaped(when)}</p><dl>${terms}</dl></header>
<main>
`;
}

/** `auto`, a level, or two; with amounts in per cent. */
function levelText(setting: NoiseSetting): string {
  const { noise, amount } = noiseWords(setting);
  const words = amount === undefined ? noise : `${noise} · ${amount} %`;
  return words.replace(",", " / ");
}

export function failuresSection(
  failed: readonly FileResult[],
  { text, error }: Messages,
): string {
  if (failed.length === 0) return "";
  const rows = failed.map(
    ({ input, error: why }) =>
      `<li><b>${escaped(input)}</b> ${escaped(why ? error(why) : "")}</li>\n`,
  );
  return `<section class="failures"><h2>${escaped(text("proof.failures"))}</h2><ul>\n${rows.join("")}</ul></section>\n`;
}

export function card(
  { input, output, noise, megapixels, seconds, notices = [] }: FileResult,
  crops: Crops,
  { text, number }: Messages,
): string {
  const sigma = noise?.sigma.map((level) => number(level, 1)) ?? [];
  const facts = [
    `${number(megapixels, 1)} MP`,
    `σ ${[...new Set(sigma)].join(" ")}`,
    text("proof.seconds", { seconds: number(seconds, 1) }),
  ];
  const picture = (address: string, key: MessageKey): string =>
    crops
      ? `<figure><img loading="lazy" decoding="async" width="${crops.width}" height="${crops.height}" src="${escaped(address)}" alt="${escaped(text(key))}"><figcaption>${escaped(text(key))}</figcaption></figure>`
      : "";
  const pair = crops
    ? `<div class="pair">${picture(crops.before, "proof.before")}${picture(crops.after, "proof.after")}</div>`
    : "";
  const told = notices.map(
    (code) => `<p class="notice">${escaped(text(`notices.${code}`))}</p>`,
  );
  return `<article>${pair}<h3 title="${escaped(input)}">${escaped(input)}</h3><p class="to">→ ${escaped(output ?? "")}</p><p>${escaped(facts.join(" · "))}</p>${told.join("")}</article>\n`;
}

export const PAGE_END = "</main></html>\n";
