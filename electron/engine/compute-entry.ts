/** The compute thread: owns the sessions and what they hold on the device, and answers one request after another. */
import { parentPort } from "node:worker_threads";
import { invariant } from "../../models/errors.ts";
import {
  buffersOf,
  type ComputeCall,
  type ComputeCalls,
  type ComputeReply,
  type ComputeRequest,
  type Results,
} from "./compute-messages.ts";
import { toErrorData } from "../contract/error-data.ts";
import { openSession } from "./engines.ts";
import { DeviceTensor, type Session } from "./session.ts";
import { isHeld, type TensorLike } from "./tensors.ts";

type Asynchronous<Call extends (...parameters: never) => unknown> = (
  ...parameters: Parameters<Call>
) => Promise<ReturnType<Call>>;

interface Held {
  readonly tensor: DeviceTensor;
  readonly owner: Session;
}

const sessions = new Map<number, Session>();
const heldTensors = new Map<number, Held>();
let lastNumber = 0;

function sessionOf(number: number): Session {
  const session = sessions.get(number);
  invariant(session, `session ${number} is not open`);
  return session;
}

function heldOf(number: number): Held {
  const held = heldTensors.get(number);
  invariant(held, `tensor ${number} is not held`);
  return held;
}

const calls: {
  readonly [Call in keyof ComputeCalls]: Asynchronous<ComputeCalls[Call]>;
} = {
  async open(model, options) {
    const session = await openSession(model, options);
    sessions.set(++lastNumber, session);
    return lastNumber;
  },

  async run(number, feeds, outputs) {
    const session = sessionOf(number);
    const given: Record<string, TensorLike | DeviceTensor> = {};
    for (const [name, value] of Object.entries(feeds))
      given[name] = isHeld(value) ? heldOf(value.held).tensor : value;
    const made = await session.run(given, outputs ?? undefined);
    const results: Results = {};
    for (const [name, value] of Object.entries(made)) {
      if (value instanceof DeviceTensor) {
        heldTensors.set(++lastNumber, { tensor: value, owner: session });
        results[name] = { dims: value.dims, held: lastNumber };
      } else results[name] = value;
    }
    return results;
  },

  read: (number) => {
    const { tensor, owner } = heldOf(number);
    return owner.read(tensor);
  },

  release: (number) => {
    heldTensors.get(number)?.tensor.dispose();
    heldTensors.delete(number);
    return Promise.resolve(null);
  },

  async close(number) {
    const session = sessionOf(number);
    sessions.delete(number);
    for (const [held, { owner }] of heldTensors)
      if (owner === session) heldTensors.delete(held);
    await session.close();
    return null;
  },
};

async function answer({
  id,
  call,
  parameters,
}: ComputeRequest): Promise<ComputeReply> {
  try {
    // The request's type has tied the parameters to the call.
    const perform = calls[call] as Asynchronous<
      (...parameters: unknown[]) => ReturnType<ComputeCalls[typeof call]>
    >;
    return { id, value: await perform(...parameters) };
  } catch (error) {
    return { id, error: toErrorData(error) };
  }
}

/** What an answer holds that can move to the other thread. */
function movable(call: ComputeCall, { value }: ComputeReply): ArrayBuffer[] {
  if (value === undefined) return [];
  if (call === "run") return buffersOf(Object.values(value as Results));
  return call === "read" ? buffersOf([value as TensorLike]) : [];
}

invariant(parentPort, "the compute thread is started by the engine");
const port = parentPort;
// Two runs at once can crash the WebGPU provider, hence the queue.
let queue: Promise<void> = Promise.resolve();
port.on("message", (request: ComputeRequest) => {
  queue = queue.then(async () => {
    const reply = await answer(request);
    port.postMessage(reply, movable(request.call, reply));
  });
});
