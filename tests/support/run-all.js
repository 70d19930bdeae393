/** What `npm test` runs: both runners, one after the other. The last line is the sum of what they count: `N passed, N failed`. */
import { spawn } from "node:child_process";
import process from "node:process";

/** npm has put the packages' programs on the path. */
const RUNNERS = ["vitest run", "playwright test"];
const TALLY = /^(\d+) passed, (\d+) failed$/gm;

let passed = 0;
let failed = 0;
for (const runner of RUNNERS) {
  const { code, text } = await run(runner);
  const tally = [...text.matchAll(TALLY)].at(-1);
  if (!tally)
    process.stdout.write(`${runner} broke off (${code ?? "killed"})\n`);
  passed += Number(tally?.[1] ?? 0);
  // One that ended badly without saying so has failed all the same.
  failed += Math.max(Number(tally?.[2] ?? 0), code === 0 ? 0 : 1);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** @param {string} command @returns {Promise<{ code: number | null, text: string }>} */
function run(command) {
  const child = spawn(command, {
    shell: true,
    stdio: ["inherit", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
    process.stdout.write(chunk);
    text += chunk;
  });
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, text }));
  });
}
