/** What a model's card says, read defensively: imported cards may say anything. */

export interface TrainingSource {
  readonly name: string;
  readonly images: number | null;
  readonly licence: string | null;
}

export interface MeasuredQuality {
  /** The data set. */
  readonly on: string;
  /** As `sigma25`, or empty where there is only one. */
  readonly condition: string;
  /** In dB. */
  readonly psnr: number;
  readonly ssim: number | null;
}

type Card = Readonly<Record<string, unknown>> | null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown) => (typeof value === "string" ? value : null);
const number = (value: unknown) => (typeof value === "number" ? value : null);

export function trainingSources(card: Card): readonly TrainingSource[] {
  const sources = card?.["trainingData"];
  if (!Array.isArray(sources)) return [];
  return sources.filter(isRecord).map((source) => ({
    name: text(source["name"]) ?? "",
    images: number(source["images"]),
    licence: text(source["licence"]),
  }));
}

/** Every figure below `measured`, whatever its data set is called. */
export function measuredQuality(card: Card): readonly MeasuredQuality[] {
  const measured = card?.["measured"];
  if (!isRecord(measured)) return [];
  return Object.entries(measured).flatMap(([on, value]) =>
    isRecord(value) ? figures(on, "", value) : [],
  );
}

function figures(
  on: string,
  condition: string,
  value: Readonly<Record<string, unknown>>,
): readonly MeasuredQuality[] {
  const psnr = number(value["psnr"]);
  if (psnr !== null)
    return [{ on, condition, psnr, ssim: number(value["ssim"]) }];
  return Object.entries(value).flatMap(([name, inner]) =>
    isRecord(inner) ? figures(on, name, inner) : [],
  );
}
