/** Keeps a program with an interface alive when its terminal is gone, or full: what it prints is not its work. */
import process from "node:process";

export function outliveStreams(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", () => undefined);
}
