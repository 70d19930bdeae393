/** What is seen is what `mixTile`, and so the export, computes: whether a graphics card draws it or the CPU. */
import { join } from "node:path";
import { expect } from "vitest";
import { available, testWith } from "../../support/available.ts";
import { runInChromium } from "../../support/chromium.ts";

const PAGE = join(
  import.meta.dirname,
  "../../renderer/viewer/painters-page.ts",
);

interface Deviation {
  readonly painter: string;
  readonly converts: boolean;
  readonly largest: number;
}

testWith(
  available.chromium,
  "both painters show what mixTile computes",
  async (executable) => {
    const deviations = await runInChromium<Deviation[]>(executable, PAGE);
    expect(deviations).toHaveLength(24);
    // Graphics cards round halves and sums a little otherwise.
    const allowed = (painter: string, converts: boolean) =>
      painter === "canvas" ? 0 : converts ? 2 : 1;
    expect(
      deviations.filter(
        ({ painter, converts, largest }) =>
          largest > allowed(painter, converts),
      ),
    ).toEqual([]);
  },
);
