/** A host that starts an engine, says which process it is, and then does nothing until it is killed. */
import { EngineProcess } from "../../../../electron/engine/engine-process.ts";

const [script = ""] = process.argv.slice(2);
const engine = new EngineProcess({ script });
process.stdout.write(`${String(await engine.call("process", null))}\n`);
void engine.call("wait", null);
