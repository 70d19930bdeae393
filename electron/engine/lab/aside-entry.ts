/** The lab's thread: does one piece of work. */
import { parentPort } from "node:worker_threads";
import { invariant } from "../../../models/errors.ts";
import { toErrorData } from "../../contract/error-data.ts";
import type { AsideReply, AsideRequest } from "./aside.ts";
import { labWork } from "./aside-work.ts";

invariant(parentPort, "the lab's work runs as a thread");
const port = parentPort;

port.on("message", ({ work, parameters }: AsideRequest) => {
  void answer(work, parameters).then((reply) => port.postMessage(reply));
});

async function answer(
  work: AsideRequest["work"],
  parameters: AsideRequest["parameters"],
): Promise<AsideReply> {
  try {
    const run = labWork[work] as (...all: readonly unknown[]) => unknown;
    return { result: await run(...parameters) };
  } catch (error) {
    return { error: toErrorData(error) };
  }
}
