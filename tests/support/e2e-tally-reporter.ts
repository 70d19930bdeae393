/** Prints what was skipped and why, then `N passed, N failed` alone on the last line, for Playwright. */
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
} from "@playwright/test/reporter";

export default class E2eTallyReporter implements Reporter {
  #suite: Suite | undefined;
  /** Errors outside of tests: a file that does not even load has no cases. */
  #broken = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onError(): void {
    this.#broken += 1;
  }

  onEnd({ status }: FullResult): void {
    let passed = 0;
    let failed = this.#broken;
    for (const project of this.#suite?.suites ?? []) {
      const tests = project.allTests();
      const skipped = tests.filter((test) => test.outcome() === "skipped");
      const all = skipped.length === tests.length && skipped[0];
      if (all) print(`all ${tests.length} tests in ${project.title}`, all);
      else for (const test of skipped) print(test.title, test);
      const ok = tests.filter((test) => test.ok()).length;
      passed += ok - skipped.length;
      failed += tests.length - ok;
    }
    if (status !== "passed") failed = Math.max(failed, 1);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}

function print(what: string, { annotations }: TestCase): void {
  const why = annotations.find(({ type }) => type === "skip")?.description;
  process.stdout.write(`skipped: ${what} (${why ?? "no reason given"})\n`);
}
