/** The figures of a run as TensorBoard reads them: `tensorboard --logdir <run>`. */
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import protobuf from "protobufjs";
import { outputError } from "../../../files/file-errors.ts";
import { decodeRecords, encodeRecord } from "./records.ts";

/** TensorBoard knows its files by the middle of their names; the number would be the time of the start. */
export const EVENT_FILE = "events.out.tfevents.0000000000.nitido";
const VERSION = "brain.Event:2";

/** Field numbers of tensorflow/core/util/event.proto and framework/summary.proto. */
const root = protobuf.Root.fromJSON({
  nested: {
    Event: {
      fields: {
        wallTime: { id: 1, type: "double" },
        step: { id: 2, type: "int64" },
        fileVersion: { id: 3, type: "string" },
        summary: { id: 5, type: "Summary" },
      },
    },
    Summary: { fields: { value: { id: 1, type: "Value", rule: "repeated" } } },
    Value: {
      fields: {
        tag: { id: 1, type: "string" },
        simpleValue: { id: 2, type: "float" },
      },
    },
  },
});
const Event = root.lookupType("Event");

export interface LoggedEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion?: string;
  readonly scalars: Readonly<Record<string, number>>;
}

export interface EventFile {
  /** Appends the figures of a step by their names. Throws OUTPUT_UNWRITABLE, DISK_FULL. */
  add(step: number, scalars: Readonly<Record<string, number>>): Promise<void>;
  /** Forgets what came after a step, and a record that was torn. Throws as `add`. */
  dropAfter(step: number): Promise<void>;
}

/** The file in a run's folder; `dropAfter(-1)` makes it, and empties it. */
export function eventFile(run: string, now = Date.now): EventFile {
  const file = join(run, EVENT_FILE);
  const encode = (event: object): Uint8Array =>
    encodeRecord(
      Event.encode(
        Event.fromObject({ wallTime: now() / 1000, ...event }),
      ).finish(),
    );
  const writing = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      throw outputError(error, file);
    }
  };
  return {
    add(step, scalars) {
      const value = Object.entries(scalars).map(([tag, simpleValue]) => ({
        tag,
        simpleValue,
      }));
      return writing(appendFile(file, encode({ step, summary: { value } })));
    },

    async dropAfter(step) {
      const bytes = await readFile(file).catch(() => new Uint8Array());
      let end = 0;
      for (const { start, data } of decodeRecords(bytes)) {
        const event = decodeEvent(data);
        if (event.step > step || (step < 0 && start > 0)) break;
        end = start + encodeRecord(data).length;
      }
      await writing(
        end === 0
          ? writeFile(file, encode({ fileVersion: VERSION }))
          : truncate(file, end),
      );
    },
  };
}

export function decodeEvents(bytes: Uint8Array): LoggedEvent[] {
  return Array.from(decodeRecords(bytes), ({ data }) => decodeEvent(data));
}

function decodeEvent(data: Uint8Array): LoggedEvent {
  const { wallTime, step, fileVersion, summary } = Event.toObject(
    Event.decode(data),
    { longs: Number, defaults: false },
  ) as {
    wallTime: number;
    step?: number;
    fileVersion?: string;
    summary?: { value?: { tag: string; simpleValue: number }[] };
  };
  const values = summary?.value ?? [];
  return {
    wallTime,
    step: step ?? 0,
    ...(fileVersion !== undefined && { fileVersion }),
    scalars: Object.fromEntries(
      values.map(({ tag, simpleValue }) => [tag, simpleValue]),
    ),
  };
}
