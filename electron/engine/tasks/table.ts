/** Every use case and the task that carries it out, loaded when it is first asked for. */
import type { UseCaseName } from "../../services/api.ts";
import type { Task } from "./task.ts";

/** Total: a use case without a task does not compile. */
export type TaskTable = {
  readonly [Name in UseCaseName]: () => Promise<Task<Name>>;
};

export const tasks: TaskTable = {
  addNoise: async () => (await import("./add-noise.ts")).addNoise,
  analyze: async () => (await import("./analyze.ts")).analyze,
  bench: async () => (await import("./bench.ts")).bench,
  closeImage: async () => (await import("./close-image.ts")).closeImage,
  denoise: async () => (await import("./denoise.ts")).denoise,
  devices: async () => (await import("./devices.ts")).devices,
  displayColours: async () =>
    (await import("./display-colours.ts")).displayColours,
  evaluate: async () => (await import("./evaluate.ts")).evaluate,
  inspectFolder: async () =>
    (await import("./inspect-folder.ts")).inspectFolder,
  profileFolder: async () =>
    (await import("./profile-folder.ts")).profileFolder,
  inspectModel: async () => (await import("./inspect-model.ts")).inspectModel,
  measureModel: async () => (await import("./measure-model.ts")).measureModel,
  lookAt: async () => (await import("./look-at.ts")).lookAt,
  models: async () => (await import("./models.ts")).models,
  hardPlaces: async () => (await import("./hard-places.ts")).hardPlaces,
  noiseCrop: async () => (await import("./noise-crop.ts")).noiseCrop,
  keepProfile: async () => (await import("./keep-profile.ts")).keepProfile,
  noisePicture: async () => (await import("./noise-picture.ts")).noisePicture,
  noisePlots: async () => (await import("./noise-plots.ts")).noisePlots,
  openImage: async () => (await import("./open-image.ts")).openImage,
  preview: async () => (await import("./preview.ts")).preview,
  previewTile: async () => (await import("./preview-tile.ts")).previewTile,
  proofCrop: async () => (await import("./proof-crop.ts")).proofCrop,
  scores: async () => (await import("./scores.ts")).scores,
  thumbnail: async () => (await import("./thumbnail.ts")).thumbnail,
  labTrain: async () => (await import("./lab-train.ts")).labTrain,
  labEncode: async () => (await import("./lab-encode.ts")).labEncode,
  labDecode: async () => (await import("./lab-decode.ts")).labDecode,
  labMap: async () => (await import("./lab-map.ts")).labMap,
  labAnomalies: async () => (await import("./lab-anomalies.ts")).labAnomalies,
  labArithmetic: async () =>
    (await import("./lab-arithmetic.ts")).labArithmetic,
  labCompress: async () => (await import("./lab-compress.ts")).labCompress,
  labCollect: async () => (await import("./lab-collect.ts")).labCollect,
  labSource: async () => (await import("./lab-source.ts")).labSource,
  labStop: async () => (await import("./lab-stop.ts")).labStop,
  labRebuild: async () => (await import("./lab-rebuild.ts")).labRebuild,
  labFeatures: async () => (await import("./lab-features.ts")).labFeatures,
  labFilters: async () => (await import("./lab-filters.ts")).labFilters,
  labClassify: async () => (await import("./lab-classify.ts")).labClassify,
  train: async () => (await import("./train.ts")).train,
  trainingCrop: async () => (await import("./training-crop.ts")).trainingCrop,
  trainingPicture: async () =>
    (await import("./training-picture.ts")).trainingPicture,
  trainingPlaces: async () =>
    (await import("./training-places.ts")).trainingPlaces,
};
