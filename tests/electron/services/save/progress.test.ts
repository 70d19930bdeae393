/** Fraction by pixels, a rate that single files do not sway, and few reports. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SaveProgress } from "../../../../electron/services/save/progress.ts";
import { Throttle } from "../../../../electron/services/save/throttle.ts";

describe("progress", () => {
  const sizes = [10, 10, 20].map((megapixels) => ({ megapixels, bytes: 1e6 }));

  test("counts pixels, those of the file in work as well", () => {
    const progress = new SaveProgress(sizes);
    expect(progress.read()).toEqual({
      ...{ fraction: 0, mpxPerSecond: 0, secondsLeft: null },
    });
    progress.work(4, 2);
    expect(progress.read()).toEqual({
      ...{ fraction: 0.1, mpxPerSecond: 2, secondsLeft: 18 },
    });
    progress.end(0, 10, 5);
    expect(progress.read()).toEqual({
      ...{ fraction: 0.25, mpxPerSecond: 2, secondsLeft: 15 },
    });
    progress.end(1, 0);
    progress.end(2, 20, 10);
    expect(progress.read()).toEqual({
      ...{ fraction: 1, mpxPerSecond: 2, secondsLeft: 0 },
    });
  });

  test("guesses pixels from bytes until they are known", () => {
    const bytes = 4e6;
    const progress = new SaveProgress([{ bytes }, { bytes }, { bytes: 8e6 }]);
    // Larger than any guess: the rest is then guessed to be so as well.
    progress.end(0, 40, 4);
    expect(progress.read()).toEqual({
      ...{ fraction: 0.25, mpxPerSecond: 10, secondsLeft: 12 },
    });
  });

  test("a laptop that slept is no slow laptop", () => {
    const many = Array.from({ length: 10 }, () => ({
      bytes: 1,
      megapixels: 8,
    }));
    const progress = new SaveProgress(many);
    for (const [index, seconds] of [4, 4, 36_000, 4].entries())
      progress.end(index, 8, seconds);
    expect(progress.read().secondsLeft).toBe(24);
  });

  test("never runs back", () => {
    const progress = new SaveProgress([
      { bytes: 1e6 },
      { bytes: 1e6, megapixels: 1 },
    ]);
    progress.end(1, 1, 1);
    const { fraction } = progress.read();
    progress.work(0.5, 1);
    progress.work(0, 0);
    expect(progress.read().fraction).toBeGreaterThanOrEqual(fraction);
  });

  test("images without a size count as nothing, but not as done", () => {
    const progress = new SaveProgress([{ bytes: 0 }]);
    expect(progress.read().fraction).toBe(0);
    progress.end(0, 0);
    expect(progress.read().fraction).toBe(1);
  });
});

describe("reports", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("the first at once, then few, and the last one always", () => {
    let reports = 0;
    const throttle = new Throttle(
      250,
      () => Date.now(),
      () => reports++,
    );
    for (let i = 0; i < 100; i++) {
      throttle.soon();
      vi.advanceTimersByTime(10);
    }
    expect(reports).toBe(5);
    throttle.soon();
    vi.advanceTimersByTime(1000);
    expect(reports).toBe(6);
    throttle.now();
    throttle.soon();
    throttle.stop();
    vi.advanceTimersByTime(1000);
    expect(reports).toBe(7);
  });
});
