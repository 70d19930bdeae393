/** Which device works and why, in words. */
import type { Messages } from "../messages/messages.ts";
import type { DeviceChoice } from "../services/api.ts";
import type { Session } from "./session.ts";

export const choiceInWords = (
  { text }: Messages,
  { device, name, why, failed = device }: DeviceChoice,
): string => text(`devices.choice_${why}`, { device, name, failed });

/** Tells that work goes on elsewhere. */
export function noteDevice(session: Session, choice: DeviceChoice): void {
  const { messages } = session;
  const words = choiceInWords(messages, choice);
  session.note(messages.text("devices.changed", { choice: words }));
}
