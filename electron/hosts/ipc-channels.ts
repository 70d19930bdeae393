/** The names under which the window and the main process talk. */

/** The window calls; the answer is an `Answer` of contract/answer.ts. */
export const CALL_CHANNEL = "nitido:call";
/** The main process sends an `AppEvent`. */
export const EVENT_CHANNEL = "nitido:event";
