/** One page's WebSocket: calls in, answers and events out. */
import * as v from "valibot";
import type { RawData, WebSocket } from "ws";
import { answerTo } from "../contract/answer.ts";
import type { ServerMessage } from "../contract/socket.ts";
import type { Backend } from "../contract/transport.ts";

/** A list of ten thousand dropped paths fits; files do not travel here. */
export const MAX_MESSAGE_BYTES = 16e6;

const Call = v.object({
  id: v.pipe(v.number(), v.integer()),
  name: v.string(),
  parameter: v.unknown(),
});

/** "Policy violation": what a page of ours never sends. */
const MALFORMED = 1008;

export function serveSocket(peer: WebSocket, backend: Backend): void {
  const send = (message: ServerMessage): void => {
    if (peer.readyState === peer.OPEN) peer.send(JSON.stringify(message));
  };
  const unsubscribe = backend.subscribe((event) => send({ event }));

  peer.on("message", (data: RawData, isBinary: boolean) => {
    const call = isBinary ? undefined : callOf((data as Buffer).toString());
    if (!call) {
      peer.close(MALFORMED, "malformed message");
      return;
    }
    const { id, name, parameter } = call;
    void answerTo(() => backend.invoke(name, parameter)).then((answer) =>
      send({ id, answer }),
    );
  });
  peer.on("close", unsubscribe);
  peer.on("error", () => peer.terminate());
}

function callOf(text: string) {
  try {
    const parsed = v.safeParse(Call, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
