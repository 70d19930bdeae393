/** Calls and events over a WebSocket to the server that the page came from; it connects again when it breaks. */
import { type Answer, valueOf } from "../../electron/contract/answer.ts";
import type {
  CallMessage,
  ServerMessage,
} from "../../electron/contract/socket.ts";
import type { AppEvent, Transport } from "../../electron/contract/transport.ts";
import type { ErrorData } from "../../electron/contract/values.ts";
import { NitidoError } from "../../models/errors.ts";

type Listener<Value> = (value: Value) => void;

/** First and longest pause before connecting again, in milliseconds. */
const PAUSE = { first: 250, longest: 5000 };

/**
 * Calls made before the connection stands wait for it. Those that it breaks under reject with
 * CANCELLED: whether they were obeyed is unknown, and the page says that the server is gone.
 */
export class SocketTransport implements Transport {
  readonly #open: () => WebSocket;
  readonly #answers = new Map<number, Listener<Answer>>();
  readonly #listeners = new Set<Listener<AppEvent>>();
  readonly #connectionListeners = new Set<Listener<boolean>>();
  #socket!: WebSocket;
  #connection!: Promise<void>;
  #pause = PAUSE.first;
  #calls = 0;

  /** @param open Opens a socket to the server; called again after each loss. */
  constructor(open: () => WebSocket) {
    this.#open = open;
    this.#connect();
  }

  async invoke(name: string, parameter: unknown): Promise<unknown> {
    await this.#connection;
    const id = ++this.#calls;
    const answer = new Promise<Answer>((resolve) =>
      this.#answers.set(id, resolve),
    );
    const call: CallMessage = { id, name, parameter };
    this.#socket.send(JSON.stringify(call));
    return valueOf(await answer);
  }

  subscribe(listener: Listener<AppEvent>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` with whether there is a connection, at every change. */
  onConnection(listener: Listener<boolean>): () => void {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  }

  #connect(): void {
    const socket = this.#open();
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#receive(data));
    this.#connection = new Promise((resolve, reject) => {
      socket.addEventListener("open", () => {
        this.#pause = PAUSE.first;
        resolve();
        this.#announce(true);
      });
      socket.addEventListener("close", () => {
        reject(new NitidoError("CANCELLED"));
        this.#lost();
      });
    });
    // Nobody may be waiting.
    this.#connection.catch(() => undefined);
  }

  #receive(data: unknown): void {
    const message = JSON.parse(String(data)) as ServerMessage;
    if ("event" in message)
      for (const listener of this.#listeners) listener(message.event);
    else {
      this.#answers.get(message.id)?.(message.answer);
      this.#answers.delete(message.id);
    }
  }

  #lost(): void {
    const error: ErrorData = { code: "CANCELLED", message: "", details: {} };
    for (const answer of this.#answers.values()) answer({ error });
    this.#answers.clear();
    this.#announce(false);
    setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, PAUSE.longest);
  }

  #announce(connected: boolean): void {
    for (const listener of this.#connectionListeners) listener(connected);
  }
}
