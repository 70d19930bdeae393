/** A process for the command line that exists in memory: streams that remember, an engine made of literal answers. */
import { run } from "../../electron/cli/run.ts";
import type { Host } from "../../electron/cli/session.ts";
import type { Call, Engine, UseCaseName } from "../../electron/services/api.ts";
import { NitidoError } from "../../models/errors.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Every call that reached the engine, with its request. */
  readonly calls: readonly { name: string; request: unknown }[];
  readonly engineStopped: boolean;
}

export interface Situation {
  readonly engine?: Partial<Omit<Engine, "stop">>;
  readonly environment?: Host["environment"];
  readonly signal?: AbortSignal;
  /** Both streams are one terminal. */
  readonly isTTY?: boolean;
}

class Memory {
  text = "";
  readonly isTTY: boolean;
  readonly columns = 200;

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): true {
    this.text += text;
    return true;
  }
}

/** Runs the command line as a shell would, `words` being separated by spaces. */
export async function nitido(
  words: string,
  {
    engine = {},
    environment = {},
    signal = new AbortController().signal,
    isTTY = false,
  }: Situation = {},
): Promise<Outcome> {
  const stdout = new Memory(isTTY);
  const stderr = new Memory(isTTY);
  const calls: { name: string; request: unknown }[] = [];
  let engineStopped = false;

  const call =
    <Name extends UseCaseName>(name: Name): Call<Name> =>
    (request, watch) => {
      calls.push({ name, request });
      const answer = engine[name] as Call<Name> | undefined;
      if (answer) return answer(request, watch);
      throw new NitidoError("INTERNAL", { message: `no answer to ${name}` });
    };
  const startEngine = (): Promise<Engine> =>
    Promise.resolve({
      denoise: call("denoise"),
      displayColours: call("displayColours"),
      evaluate: call("evaluate"),
      train: call("train"),
      labTrain: call("labTrain"),
      labEncode: call("labEncode"),
      labDecode: call("labDecode"),
      labMap: call("labMap"),
      labAnomalies: call("labAnomalies"),
      labSource: call("labSource"),
      labStop: call("labStop"),
      labRebuild: call("labRebuild"),
      labFeatures: call("labFeatures"),
      labFilters: call("labFilters"),
      labClassify: call("labClassify"),
      labArithmetic: call("labArithmetic"),
      labCollect: call("labCollect"),
      labCompress: call("labCompress"),
      trainingCrop: call("trainingCrop"),
      trainingPlaces: call("trainingPlaces"),
      trainingPicture: call("trainingPicture"),
      analyze: call("analyze"),
      devices: call("devices"),
      models: call("models"),
      bench: call("bench"),
      inspectFolder: call("inspectFolder"),
      profileFolder: call("profileFolder"),
      inspectModel: call("inspectModel"),
      measureModel: call("measureModel"),
      openImage: call("openImage"),
      closeImage: call("closeImage"),
      preview: call("preview"),
      lookAt: call("lookAt"),
      previewTile: call("previewTile"),
      thumbnail: call("thumbnail"),
      proofCrop: call("proofCrop"),
      noisePlots: call("noisePlots"),
      hardPlaces: call("hardPlaces"),
      noisePicture: call("noisePicture"),
      noiseCrop: call("noiseCrop"),
      keepProfile: call("keepProfile"),
      addNoise: call("addNoise"),
      scores: call("scores"),
      stop: () => {
        engineStopped = true;
        return Promise.resolve();
      },
    });

  const code = await run(words === "" ? [] : words.split(" "), {
    version: "1.2.3",
    environment,
    stdout,
    stderr,
    signal,
    startEngine,
  });
  return {
    code,
    stdout: stdout.text,
    stderr: stderr.text,
    calls,
    engineStopped,
  };
}
