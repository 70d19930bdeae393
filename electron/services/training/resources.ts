/** Answers requests for pictures of trainings: photographs that are learnt from. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { NitidoError } from "../../../models/errors.ts";
import type { Engine } from "../api.ts";
import { data, edgeOf, type Route } from "../resources.ts";
import type { Trainings } from "./trainings.ts";

export interface TrainingResourcePorts {
  readonly engine: Pick<Engine, "thumbnail">;
  readonly trainings: Pick<Trainings, "inspection" | "find">;
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
      (_request, url) => {
        const [, , id = ""] = url.pathname.split("/");
        const { folder } = trainings.find(id).item.plan;
        return picture(inside(folder, fileOf(url)), url);
      },
    ],
  ];
}

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
