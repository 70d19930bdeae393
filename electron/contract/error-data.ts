/** Errors as plain data, which is how they cross from one thread or process to another. */
import { ERROR_CODES, NitidoError } from "../../models/errors.ts";
import type { ErrorData } from "../services/api.ts";

export interface TracedErrorData extends ErrorData {
  /** Where it was thrown, for logs. */
  readonly stack?: string;
}

/** Anything thrown, as data. What is no NitidoError becomes CANCELLED (an abort) or INTERNAL (a bug). */
export function toErrorData(thrown: unknown): TracedErrorData {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  const { message } = error;
  if (error instanceof NitidoError)
    return { code: error.code, message, details: error.details, ...stack };
  if (error.name === "AbortError")
    return { code: "CANCELLED", message, details: {}, ...stack };
  return { code: "INTERNAL", message, details: { message }, ...stack };
}

/** The error that `toErrorData` described. */
export function fromErrorData(data: TracedErrorData): NitidoError {
  const known = ERROR_CODES.includes(data.code);
  const error = known
    ? new NitidoError(data.code, data.details)
    : new NitidoError("INTERNAL", { message: data.message });
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}
