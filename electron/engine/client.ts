/** The engine as hosts see it: every use case as a typed function, carried out in another process. */
import type { Engine, UseCaseName } from "../services/api.ts";
import { type EngineOptions, EngineProcess } from "./engine-process.ts";

/** Total: a use case that is not listed does not compile. */
const USE_CASES: Readonly<Record<UseCaseName, true>> = {
  addNoise: true,
  analyze: true,
  bench: true,
  closeImage: true,
  denoise: true,
  devices: true,
  displayColours: true,
  evaluate: true,
  inspectFolder: true,
  profileFolder: true,
  inspectModel: true,
  measureModel: true,
  lookAt: true,
  models: true,
  hardPlaces: true,
  noiseCrop: true,
  keepProfile: true,
  noisePicture: true,
  noisePlots: true,
  openImage: true,
  preview: true,
  previewTile: true,
  proofCrop: true,
  scores: true,
  thumbnail: true,
  labTrain: true,
  labEncode: true,
  labDecode: true,
  labMap: true,
  labAnomalies: true,
  labSource: true,
  labStop: true,
  labRebuild: true,
  labFeatures: true,
  labFilters: true,
  labClassify: true,
  labArithmetic: true,
  labCollect: true,
  labCompress: true,
  train: true,
  trainingCrop: true,
  trainingPicture: true,
  trainingPlaces: true,
};

/**
 * Starts the engine's process. After a crash, calls in progress reject with ENGINE_CRASHED and the
 * next call starts a fresh one. Its process keeps the caller's alive until `stop`.
 */
export function startEngine(options: EngineOptions = {}): Engine {
  const engine = new EngineProcess(options);
  const calls = Object.keys(USE_CASES).map((name) => [
    name,
    (request: unknown, watch?: object) => engine.call(name, request, watch),
  ]);
  // The table above holds every name, and the engine's task table gives each its types.
  return {
    ...(Object.fromEntries(calls) as Omit<Engine, "stop">),
    stop: () => engine.stop(),
  };
}
