/** The errors a user can cause or meet, as data: a code and its details. Wording lives in the message catalogues. */

export const ERROR_CODES = [
  "FILE_NOT_FOUND",
  "FILE_UNREADABLE",
  "FILE_EMPTY",
  "FILE_DAMAGED",
  "FILE_CHANGING",
  "FORMAT_UNSUPPORTED",
  "COLOUR_UNSUPPORTED",
  "IMAGE_TOO_LARGE",
  "FORMAT_LIMIT",
  "OUTPUT_EXISTS",
  "OUTPUT_COLLISION",
  "OUTPUT_IS_INPUT",
  "OUTPUT_UNWRITABLE",
  "OUTPUT_INVALID",
  "DISK_FULL",
  "LEDGER_UNUSABLE",
  "STATE_DAMAGED",
  "NO_FOLDER",
  "NO_IMAGES",
  "IMAGE_NOT_OPEN",
  "MODEL_UNKNOWN",
  "MODEL_DAMAGED",
  "MODEL_UNSUITABLE",
  "MODEL_EXISTS",
  "MODEL_OUTPUT_INVALID",
  "OUT_OF_MEMORY",
  "DEVICE_UNKNOWN",
  "DEVICE_UNAVAILABLE",
  "DEVICE_FAILED",
  "ENGINE_CRASHED",
  "CANCELLED",
  "USAGE",
  "PORT_TAKEN",
  "ALREADY_RUNNING",
  "IMAGE_NOT_OPEN",
  "DATA_UNSUITABLE",
  "LAB_UNSUITABLE",
  "CHECKPOINT_DAMAGED",
  "TRAINING_DIVERGED",
  "GRAPH_INVALID",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** An expected failure. `message` is for logs; people read the catalogue's text for `code`. */
export class NitidoError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(`${code} ${JSON.stringify(details)}`);
    this.name = "NitidoError";
    this.code = code;
    this.details = details;
  }
}

/** Throws a plain Error when `condition` is false: only a bug can cause it. */
export function invariant(
  condition: unknown,
  message: string,
): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}
