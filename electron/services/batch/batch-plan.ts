/** What one run of a batch is to do with each photograph, and what earlier runs have done already. */
import { createHash, randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { choicesOf } from "../../codecs/choices.ts";
import { formatOf } from "../../codecs/decode.ts";
import { formatOfName } from "../../codecs/formats.ts";
import type { DenoiseSettings, SaveRules } from "../../contract/values.ts";
import { readProfiles } from "../../files/camera-profiles.ts";
import { isMeasured } from "../../../models/inference/noise-setting.ts";
import type { DenoiseRequest } from "../api-files.ts";
import type { ImageFormat } from "../api.ts";
import type { InputFile } from "../inputs.ts";
import { nameOutputs, type PlannedOutput } from "../name-outputs.ts";
import type { Known, LedgerEntry, LedgerItem } from "../save/entries.ts";
import { type ProfileContent, profileOf } from "./profile-of.ts";
import { glimpse } from "../save/glimpse.ts";
import type { LedgerContent } from "../save/ledger.ts";
import { errorOf } from "../save/save-file.ts";
import { doneEntries, type History } from "./history.ts";

export type BatchRequest = Omit<DenoiseRequest, "image">;

export interface BatchPlan {
  readonly settings: DenoiseSettings;
  /** One for each item of the ledger. */
  readonly outputs: readonly PlannedOutput[];
  /** What the ledger begins with. */
  readonly content: LedgerContent;
  /** Results that need not be computed: what was made of the same photograph under another name, by the photograph's path. */
  readonly copies: ReadonlyMap<string, Known>;
}

/** `sha256` is the model's. Rejects with USAGE for a template that is none. */
export async function planBatch(
  request: BatchRequest,
  files: readonly InputFile[],
  sha256: string,
  history: History,
): Promise<BatchPlan> {
  const outputs = await nameOutputs(
    files,
    { ...request, template: request.name },
    request.shard,
    likelyFormat,
  );
  const { model, noise, strength, luma, chroma, detail } = request;
  const settings = { model, noise, strength, luma, chroma, detail };
  const rules = rulesOf(request);
  const profiles = isMeasured(noise)
    ? (await readProfiles()).map((kept) => kept.profile)
    : [];
  const recipeFor = async ({ input }: PlannedOutput) => {
    const profile = await profileOf(input.path, profiles);
    return recipeOf({ ...settings, model: sha256 }, rules, profile);
  };
  const items: LedgerItem[] = [];
  const entries: LedgerEntry[] = [];
  const copies = new Map<string, Known>();
  const taken = new Set<Known>();
  for (const [index, planned] of outputs.entries()) {
    const recipe = await recipeFor(planned);
    const item = await itemOf(planned, index, settings, recipe);
    const { output, path, bytes, modified } = item;
    const before = output === null ? undefined : history.at(output);
    items.push(before ? { ...item, replaces: contentOf(before) } : item);
    if (output === null || item.error) continue;
    const wanted = { path, bytes, modified, recipe, output };
    const made = await history.done(wanted);
    if (made && before) {
      entries.push(...doneEntries(index, made));
      taken.add(before);
      continue;
    }
    const waiting = history.waiting(wanted);
    if (waiting) entries.push({ ...waiting, item: index });
    const twin = waiting ? undefined : await history.elsewhere(wanted);
    if (twin) copies.set(path, twin);
  }
  const header = {
    format: "nitido-save",
    version: 1,
    id: randomUUID(),
    created: Date.now(),
    rules,
    items: items.length,
  } as const;
  await history.sweep();
  for (const staging of history.abandoned)
    entries.push({ event: "abandoned", staging });
  for (const known of history.known) if (!taken.has(known)) entries.push(known);
  const content = { header, items, entries };
  return { settings, outputs, content, copies };
}

async function itemOf(
  { input, output, error }: PlannedOutput,
  index: number,
  settings: DenoiseSettings,
  recipe: string,
): Promise<LedgerItem> {
  const path = resolve(input.path);
  const target = output && resolve(output.path);
  return {
    image: String(index),
    path,
    ...(await glimpse(path)),
    settings,
    output: target,
    base: target,
    recipe,
    ...(error !== undefined && { error: errorOf(error) }),
  };
}

const contentOf = ({ made: { bytes, sha256 } }: Known) => ({ bytes, sha256 });

/** What cannot be read yet may be readable when its turn comes. */
async function likelyFormat(path: string): Promise<ImageFormat> {
  return formatOf(path).catch((error: unknown) => {
    const named = formatOfName(path);
    if (named === undefined) throw error;
    return named;
  });
}

function rulesOf(request: BatchRequest): SaveRules {
  const { out, name, format, bitDepth, metadata = "keep", existing } = request;
  return {
    ...choicesOf(request),
    ...{ folder: out, name, format, bitDepth, metadata, existing },
  };
}

/** Equal for requests that make the same of the same photograph. */
function recipeOf(
  settings: DenoiseSettings,
  rules: SaveRules,
  profile?: ProfileContent,
): string {
  const { format, bitDepth, metadata } = rules;
  const encoding = { ...choicesOf(rules), format, bitDepth, metadata };
  const text = JSON.stringify([
    settings,
    encoding,
    ...(profile ? [profile] : []),
  ]);
  return createHash("sha256").update(text).digest("hex");
}
