#!/usr/bin/env node
/** The app in a browser tab: starts the services and serves them, with the interface, to this machine alone. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import open from "open";
import { createApp } from "./app.ts";
import { toErrorData } from "./contract/error-data.ts";
import { startEngine } from "./engine/client.ts";
import { dataFolder } from "./files/data-folder.ts";
import { removeEntryPages, writeEntryPage } from "./hosts/entry-page.ts";
import { startHttpHost } from "./hosts/http.ts";
import { openPages } from "./hosts/pages.ts";
import { announceServer, findServer } from "./hosts/running-server.ts";
import { chooseLocale, createMessages } from "./messages/messages.ts";
import { outliveStreams } from "./outlive-streams.ts";
import { claimDataFolder } from "./services/claim.ts";

const root = join(import.meta.dirname, "..");
const { version } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
) as { version: string };
const messages = createMessages(chooseLocale(undefined, process.env));
const { text } = messages;

const program = new Command("nitido-app")
  .description(text("server.about"))
  .argument("[photographs...]", text("server.photographs"))
  .option("--browser", text("server.browser"))
  .option("--port <port>", text("server.port"), toPort, 0)
  .option("--no-open", text("server.noOpen"))
  .parse();
const { port, open: opens } = program.opts<{ port: number; open: boolean }>();

function toPort(words: string): number {
  const port = Number(words);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError(text("server.wrongPort"));
}

async function serve(): Promise<void> {
  outliveStreams();
  const folder = dataFolder();
  const claim = await claimDataFolder(folder);
  await removeEntryPages(folder);
  const app = await createApp({
    ...{ version, dataFolder: folder },
    systemLanguage: null,
    engine: startEngine(),
    startTrainingEngine: () => startEngine({ priority: "low" }),
    abilities: { host: "browser" },
    samples: join(root, "samples"),
  });
  const host = await startHttpHost({
    backend: app.backend,
    pages: await openPages(join(root, "dist", "renderer")),
    port,
    ...(process.env["NITIDO_TOKEN"] && {
      session: process.env["NITIDO_TOKEN"],
    }),
  });
  const conceal = await announceServer(folder, host);
  await app.addPaths(program.args);

  let closing = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      // Whoever sends a second signal does not want to wait.
      if (closing) process.exit(130);
      closing = true;
      void conceal()
        .then(() => host.close())
        .then(() => app.close())
        .then(() => removeEntryPages(folder))
        .then(() => claim.release())
        .then(() => process.exit(0));
    });
  process.stdout.write(`${text("server.serving", { url: host.entry() })}\n`);
  if (opens) await show(folder, host.entry);
}

/** Opens the browser with an address of its own, which no argument shows. */
async function show(
  folder: string,
  entry: (used?: () => void) => string,
): Promise<void> {
  const forget = (): void => void removeEntryPages(folder);
  const page = await writeEntryPage(folder, entry(forget));
  await open(page).catch(() => undefined);
}

/** Shows another tab of the app that runs with this data; rethrows where there is no server to ask. */
async function joinRunning(thrown: unknown): Promise<void> {
  const folder = dataFolder();
  const isRunning = toErrorData(thrown).code === "ALREADY_RUNNING";
  const running = isRunning ? await findServer(folder) : null;
  if (!running) throw thrown;
  await running.addPaths(program.args.map((path) => resolve(path)));
  const url = await running.entry();
  process.stdout.write(`${text("server.another", { url })}\n`);
  if (opens)
    await open(await writeEntryPage(folder, await running.entry())).catch(
      () => undefined,
    );
}

serve()
  .catch(joinRunning)
  .catch((thrown: unknown) => {
    process.stderr.write(`${messages.error(toErrorData(thrown))}\n`);
    process.exit(1);
  });
