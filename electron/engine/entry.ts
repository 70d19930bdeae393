/** The engine as a program: its process, with the tasks of every use case. */
import { runEngineProgram } from "./host.ts";
import { tasks } from "./tasks/table.ts";

await runEngineProgram(process.argv.slice(2), tasks);
