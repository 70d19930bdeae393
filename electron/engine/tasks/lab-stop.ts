/** The use case `labStop`: a run that learns ends early and is kept. */
import type { Task } from "./task.ts";

export const labStop: Task<"labStop"> = ({ run }, { lab }) =>
  Promise.resolve({ stopped: lab.stop(run) });
