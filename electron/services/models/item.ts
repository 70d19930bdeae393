/** A model as interfaces see it: what the engine reports, its card, and what was measured here. */
import type { ModelItem } from "../../contract/values.ts";
import type { Card } from "../../engine/networks/card.ts";
import type { ModelReport } from "../api-models.ts";
import type { DeviceWish } from "../api.ts";
import type { Measurement } from "./measurements.ts";

/** A speed belongs to a device, so one that was measured for another is left out. */
export function itemOf(
  report: ModelReport,
  measured: Measurement | undefined,
  device: DeviceWish,
): ModelItem {
  const { name, megabytes, origin } = report;
  // The engine has checked it, and sends it as it is.
  const card = (report.card ?? null) as Card | null;
  const fresh = measured?.sha256 === card?.sha256 ? measured : undefined;
  const integrity = fresh?.integrity ?? card?.integrity;
  return {
    name,
    title: card?.title ?? name,
    description: card?.description ?? "",
    origin: origin === "file" ? "imported" : origin,
    megabytes,
    ...(card?.parameters !== undefined && { parameters: card.parameters }),
    ...(card?.licence !== undefined && { licence: card.licence }),
    noiseInput: card?.adapter?.noise.kind !== "none",
    ...(fresh?.device === device && { mpxPerSecond: fresh.mpxPerSecond }),
    ...(integrity && { integrity }),
    ...(card?.report && { report: card.report }),
    card,
  };
}
