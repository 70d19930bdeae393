/** The file metrics.jsonl of a run: a line for each step. */
import { readFile } from "node:fs/promises";
import { writeBytes } from "../../files/write-bytes.ts";

/**
 * A run that was killed has metrics beyond its last checkpoint; those steps will be done again.
 * Returns those that stay. Throws OUTPUT_UNWRITABLE, DISK_FULL.
 */
export async function dropMetricsAfter<Metrics extends { step: number }>(
  file: string,
  step: number,
): Promise<Metrics[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const kept = text.split("\n").flatMap((line) => {
    try {
      const metrics = JSON.parse(line) as Metrics;
      return metrics.step > step ? [] : [metrics];
    } catch {
      // The last line of a run that was killed may be torn.
      return [];
    }
  });
  const lines = kept.map((one) => `${JSON.stringify(one)}\n`).join("");
  await writeBytes(file, Buffer.from(lines), true);
  return kept;
}
