/** A process that wants a claim: it says `ready`, tries at the word of whoever started it, says what became of it, and holds it until its input ends. */
import { once } from "node:events";
import { claimDataFolder } from "../../../electron/services/claim.ts";

const [folder = ""] = process.argv.slice(2);
process.stdout.write("ready\n");
await once(process.stdin, "data");
try {
  await claimDataFolder(folder);
  process.stdout.write("won\n");
  await once(process.stdin, "end");
} catch (error) {
  process.stdout.write(`${String((error as { code?: unknown }).code)}\n`);
}
process.exit();
