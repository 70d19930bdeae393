/** Repeats a piece of work once when the engine ends in the middle of it: a fresh one starts with the next call. */
import { NitidoError } from "../../../models/errors.ts";

/** `onRestart` is told before the second try. */
export async function withRestart<Result>(
  work: () => Promise<Result>,
  onRestart: () => void,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NitidoError && error.code === "ENGINE_CRASHED"))
      throw error;
    onRestart();
    return await work();
  }
}
