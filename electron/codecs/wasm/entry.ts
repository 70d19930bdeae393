/** The thread that decodes and encodes with WebAssembly, so that neither its time nor its memory is the engine's. */
import { parentPort } from "node:worker_threads";
import { invariant, NitidoError } from "../../../models/errors.ts";
import { toErrorData } from "../../contract/error-data.ts";
import { IMAGE_BYTES, readRegular } from "../../files/read-regular.ts";
import type {
  WasmReply,
  WasmRequest,
  WasmWork,
  WasmWorkers,
  WorkName,
} from "./messages.ts";
import { readExr } from "./read-exr.ts";
import { readHeic } from "./read-heic.ts";
import { jxlFacts, jxlPng } from "./read-jxl.ts";
import { jxlEncode } from "./write-jxl.ts";
import { rawFacts, rawPixels } from "./read-raw.ts";

invariant(parentPort, "the decoder runs as a thread");
const port = parentPort;

const workers: WasmWorkers = {
  exrFloats: readExr,
  heicPixels: readHeic,
  jxlEncode,
  jxlFacts,
  jxlPng,
  rawFacts,
  rawPixels,
};

port.on("message", (request: WasmRequest) => {
  void answer(request).then((reply) => {
    port.postMessage(reply, "result" in reply ? memoryOf(reply.result) : []);
  });
});

async function answer({
  work,
  path,
  options,
}: WasmRequest): Promise<WasmReply> {
  try {
    const file = await readRegular(path, IMAGE_BYTES);
    const run = workers[work] as (
      file: Uint8Array,
      options: WasmRequest["options"],
    ) => Promise<WasmWork[WorkName]["result"]>;
    return { result: await run(file, options) };
  } catch (error) {
    if (error instanceof NitidoError) return { error: toErrorData(error) };
    // Emscripten throws numbers as well, Rust strings.
    const reason = error instanceof Error ? error.message : String(error);
    return { reason };
  }
}

/** What is handed over instead of copied. */
function memoryOf(result: WasmWork[WorkName]["result"]): ArrayBuffer[] {
  if (result instanceof Uint8Array) return [result.buffer as ArrayBuffer];
  return "samples" in result ? [result.samples.buffer as ArrayBuffer] : [];
}
