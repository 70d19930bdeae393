/** How a second start finds the server that runs: by a file of the data folder, which only its owner can read. */
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { WebSocket } from "ws";
import {
  type CallMessage,
  type ServerMessage,
  SESSION_PROTOCOL,
  SOCKET_PATH,
} from "../contract/socket.ts";
import { PRIVATE } from "../files/private.ts";
import { ENTRIES_PATH, type HttpHost } from "./http.ts";

const NAME = "server.json";

const Server = v.object({ port: v.number(), session: v.string() });
const Entry = v.object({
  url: v.pipe(v.string(), v.startsWith("http://127.0.0.1:")),
});

/** Milliseconds until a server that does not answer counts as none. */
const PATIENCE = 5000;

/** Says where this server is; returns what takes that back. */
export async function announceServer(
  folder: string,
  { port, session }: Pick<HttpHost, "port" | "session">,
): Promise<() => Promise<void>> {
  const file = join(folder, NAME);
  // A file that is there keeps its mode.
  await rm(file, { force: true });
  const words = JSON.stringify({ port, session });
  await writeFile(file, words, { mode: PRIVATE.file, flag: "wx" });
  return () => rm(file, { force: true });
}

export interface RunningServer {
  /** A new address of it. */
  readonly entry: () => Promise<string>;
  /** Has it take in files and folders, by their absolute paths. */
  readonly addPaths: (paths: readonly string[]) => Promise<void>;
}

/** The server that runs with this data; null where there is none that answers. Its functions reject when it has ended meanwhile. */
export async function findServer(
  folder: string,
): Promise<RunningServer | null> {
  try {
    const text = await readFile(join(folder, NAME), "utf8");
    const server = v.parse(Server, JSON.parse(text));
    const socket = await connect(server);
    socket.terminate();
    return {
      entry: () => askForEntry(server),
      addPaths: (paths) => addPaths(server, paths),
    };
  } catch {
    return null;
  }
}

type Server = v.InferOutput<typeof Server>;

async function askForEntry({ port, session }: Server): Promise<string> {
  const answer = await fetch(
    `http://127.0.0.1:${String(port)}${ENTRIES_PATH}`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${session}` },
      signal: AbortSignal.timeout(PATIENCE),
    },
  );
  return v.parse(Entry, await answer.json()).url;
}

async function addPaths(
  server: Server,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  const socket = await connect(server);
  const call: CallMessage = { id: 1, name: "images.add", parameter: { paths } };
  socket.send(JSON.stringify(call));
  await new Promise<void>((done) => {
    socket.on("close", done);
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ServerMessage;
      if ("answer" in message) done();
    });
  });
  socket.terminate();
}

/** Sends what a page of the server would. */
async function connect({ port, session }: Server): Promise<WebSocket> {
  const host = `127.0.0.1:${String(port)}`;
  const socket = new WebSocket(
    `ws://${host}${SOCKET_PATH}`,
    [SESSION_PROTOCOL, session],
    { origin: `http://${host}`, handshakeTimeout: PATIENCE },
  );
  await once(socket, "open");
  socket.on("error", () => undefined);
  return socket;
}
