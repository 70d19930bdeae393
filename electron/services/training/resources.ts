/** Answers requests for pictures of trainings: photographs that are learnt from, and crops as it denoises them. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import { packCrop } from "../../contract/crop-bytes.ts";
import type { Engine } from "../api.ts";
import { data, edgeOf, type Route } from "../resources.ts";
import type { Trainings } from "./trainings.ts";

export interface TrainingResourcePorts {
  readonly engine: Pick<Engine, "thumbnail">;
  readonly trainings: Pick<Trainings, "inspection" | "find" | "pictures">;
}

export function trainingRoutes({
  engine,
  trainings,
}: TrainingResourcePorts): readonly Route[] {
  const picture = async (
    path: string,
    url: URL,
    part: "whole" | "middle" = "whole",
  ): Promise<Response> => {
    const { jpeg } = await engine.thumbnail({ path, edge: edgeOf(url), part });
    return data(jpeg, "image/jpeg");
  };
  return [
    [
      "GET",
      /^\/training\/samples$/,
      (_request, url) => {
        const { folder, result } = trainings.inspection() ?? {};
        const file = fileOf(url);
        if (folder === undefined || result?.samples.includes(file) !== true)
          throw new NitidoError("FILE_NOT_FOUND", { file });
        const middle = url.searchParams.get("part") === "middle";
        return picture(inside(folder, file), url, middle ? "middle" : "whole");
      },
    ],
    [
      "GET",
      /^\/training\/[\w-]+\/photograph$/,
      async (_request, url) => {
        const { jpeg } = await trainings.pictures.photograph(
          trainings.find(idOf(url)),
          fileOf(url),
          edgeOf(url),
        );
        return data(jpeg, "image/jpeg");
      },
    ],
    [
      "GET",
      /^\/training\/[\w-]+\/crop$/,
      async (_request, url) => {
        const { searchParams } = url;
        const [x, y, edge] = ["x", "y", "edge"].map((name) =>
          Math.max(0, Math.round(Number(searchParams.get(name))) || 0),
        ) as [number, number, number];
        const step = searchParams.get("step");
        const crop = await trainings.pictures.crop(
          trainings.find(idOf(url)),
          { file: fileOf(url), x, y, edge },
          step === "base" ? "base" : Number(step),
        );
        return data(packCrop(crop), "application/octet-stream");
      },
    ],
  ];
}

const idOf = ({ pathname }: URL): string => pathname.split("/")[2] ?? "";

const fileOf = ({ searchParams }: URL): string =>
  searchParams.get("file") ?? "";

/** A file by its name relative to the folder. Throws FILE_NOT_FOUND for what would lead out of it. */
export function inside(folder: string, file: string): string {
  const parts = file.split("/");
  const path = resolve(folder, ...parts);
  const way = relative(folder, path);
  if (
    way === "" ||
    way === ".." ||
    way.startsWith(`..${sep}`) ||
    isAbsolute(way)
  )
    throw new NitidoError("FILE_NOT_FOUND", { file });
  return path;
}
