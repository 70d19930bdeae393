/** Prints what was skipped and why, then `N passed, N failed` alone on the last line, for Playwright. */
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class E2eTallyReporter implements Reporter {
  readonly #outcomes = new Map<TestCase, TestResult["status"]>();

  onTestEnd(test: TestCase, { status }: TestResult): void {
    this.#outcomes.set(test, status);
  }

  onEnd(): void {
    const entries = [...this.#outcomes];
    for (const [test, status] of entries)
      if (status === "skipped") {
        const why = test.annotations.find(({ type }) => type === "skip");
        process.stdout.write(
          `skipped: ${test.title} (${why?.description ?? ""})\n`,
        );
      }
    const passed = entries.filter(([, status]) => status === "passed").length;
    const failed = entries.filter(
      ([, status]) => status !== "passed" && status !== "skipped",
    ).length;
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
