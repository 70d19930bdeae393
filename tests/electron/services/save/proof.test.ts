/** The proof sheet: one page that holds what it shows, or has it beside it when there is much; whatever files are called. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createMessages } from "../../../../electron/messages/messages.ts";
import { writeProofSheet } from "../../../../electron/services/save/proof/sheet.ts";
import type { Reported } from "../../../../electron/services/save/report.ts";
import type { FileResult } from "../../../../electron/services/save/results.ts";
import { NitidoError } from "../../../../models/errors.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { RULES, SETTINGS } from "./harness.ts";

const folder = temporaryFolder();

const done = (input: string): FileResult => ({
  ...{ input, output: `${input}-denoised`, status: "done" },
  ...{ noise: { sigma: [8, 8, 12.25] }, megapixels: 12, seconds: 2.5 },
});
const failed: FileResult = {
  ...{ input: "c.jpg", output: null, status: "failed" },
  error: { code: "FILE_EMPTY", message: "", details: { file: "c.jpg" } },
  ...{ megapixels: 0, seconds: 0 },
};

async function sheet(
  name: string,
  files: readonly FileResult[],
  locale: "en" | "es" = "en",
): Promise<string> {
  const file = join(folder, name);
  const reported: Reported = {
    ended: "done",
    ...{ created: 0, rules: RULES, settings: SETTINGS, files, left: 0 },
  };
  await writeProofSheet(file, reported, {
    messages: createMessages(locale),
    engine: {
      proofCrop: ({ before }) =>
        before === "gone.jpg"
          ? Promise.reject(new NitidoError("FILE_NOT_FOUND"))
          : Promise.resolve({
              ...{ width: 256, height: 256 },
              ...{ before: Uint8Array.of(1), after: Uint8Array.of(2) },
            }),
    },
  });
  return readFileSync(file, "utf8");
}

describe("the proof sheet", () => {
  test("shows crops, figures and failures in the language", async () => {
    const html = await sheet("a.html", [done("a.jpg"), failed], "es");
    expect(html).toContain('<html lang="es">');
    expect(html).toContain('src="data:image/jpeg;base64,AQ=="');
    expect(html).toContain('src="data:image/jpeg;base64,Ag=="');
    expect(html).toContain("12 MP · σ 8 12,3 · 2,5 s");
    expect(html).toContain("c.jpg está vacío");
    expect(html).not.toMatch(/<script|https?:/);
  });

  test("takes no name for markup, and survives a file that is gone", async () => {
    const html = await sheet("b.html", [
      done('<img src="x">&.jpg'),
      done("gone.jpg"),
    ]);
    expect(html).toContain("&lt;img src=&quot;x&quot;&gt;&amp;.jpg");
    expect(html).toContain("gone.jpg");
    expect(html.match(/<img /g)).toHaveLength(2);
  });

  test("of many photographs has the crops in a folder beside it", async () => {
    const many = Array.from({ length: 201 }, (_, i) => done(`${i}.jpg`));
    const html = await sheet("c d.html", many);
    expect(html).toContain('src="c%20d-crops/000201-after.jpg"');
    expect(readdirSync(join(folder, "c d-crops"))).toHaveLength(402);
  });
});
