/** How the outcome of a call travels: errors are data on the way, and errors again at the caller. */
import type { ErrorData } from "../services/api.ts";
import { fromErrorData, toErrorData } from "./error-data.ts";

export type Answer =
  { readonly value: unknown } | { readonly error: ErrorData };

/** Carries a call out; never rejects. Stack traces stay behind. */
export async function answerTo(call: () => Promise<unknown>): Promise<Answer> {
  try {
    return { value: (await call()) ?? null };
  } catch (thrown) {
    const { code, message, details } = toErrorData(thrown);
    return { error: { code, message, details } };
  }
}

/** What the call returned; throws the NitidoError that it rejected with. */
export function valueOf(answer: Answer): unknown {
  if ("error" in answer) throw fromErrorData(answer.error);
  return answer.value;
}
