#!/usr/bin/env node
/** The app in a browser tab: starts the services and serves them, with the interface, to this machine alone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import open from "open";
import { createApp } from "./app.ts";
import { toErrorData } from "./contract/error-data.ts";
import { startEngine } from "./engine/client.ts";
import { dataFolder } from "./files/data-folder.ts";
import { startHttpHost } from "./hosts/http.ts";
import { openPages } from "./hosts/pages.ts";
import { chooseLocale, createMessages } from "./messages/messages.ts";
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
  const folder = dataFolder();
  const claim = await claimDataFolder(folder);
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
    ...(process.env["NITIDO_TOKEN"] && { token: process.env["NITIDO_TOKEN"] }),
  });
  await app.addPaths(program.args);
  process.stdout.write(`${text("server.serving", { url: host.url })}\n`);
  if (opens) await open(host.url).catch(() => undefined);

  let closing = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      // Whoever sends a second signal does not want to wait.
      if (closing) process.exit(130);
      closing = true;
      void host
        .close()
        .then(() => app.close())
        .then(() => claim.release())
        .then(() => process.exit(0));
    });
}

serve().catch((thrown: unknown) => {
  process.stderr.write(`${messages.error(toErrorData(thrown))}\n`);
  process.exit(1);
});
