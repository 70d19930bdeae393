/** Prints what was skipped and why, then `N passed, N failed` alone on the last line. */
import type { Reporter, TestCase, TestModule } from "vitest/node";

export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: ReturnType<TestCase["result"]>["state"]): number =>
      cases.filter((test) => test.result().state === state).length;
    // A file that did not even load has no cases, but it has failed.
    const broken = modules.filter(
      (module) => module.state() === "failed" && module.errors().length > 0,
    ).length;
    for (const test of cases)
      if (test.result().state === "skipped")
        process.stdout.write(`skipped: ${test.fullName}\n`);
    process.stdout.write(
      `${count("passed")} passed, ${count("failed") + broken} failed\n`,
    );
  }
}
