/** Answers requests for pixels, and takes in files that have no path; electron/contract/resources.ts has the addresses. */
import { basename } from "node:path";
import * as v from "valibot";
import { NitidoError } from "../../models/errors.ts";
import { formatOf } from "../codecs/decode.ts";
import type { Answer } from "../contract/answer.ts";
import { toErrorData } from "../contract/error-data.ts";
import { cropEdge, denoiseSettings } from "../contract/schemas.ts";
import type { Settings } from "../contract/values.ts";
import type { Engine } from "./api.ts";
import type { ImagesService } from "./images/images.ts";
import { type LabResourcePorts, labRoutes } from "./lab/resources.ts";
import { modelFor, type Preview } from "./images/preview.ts";
import type { Strip } from "./images/strip.ts";
import type { Suspects } from "./images/suspects.ts";
import { trainingRoutes } from "./training/resources.ts";
import type { Trainings } from "./training/trainings.ts";
import { discard, receive } from "./uploads.ts";

export interface ResourcePorts {
  readonly engine: Engine;
  readonly strip: Strip;
  readonly suspects: Suspects;
  readonly preview: Preview;
  readonly images: ImagesService;
  readonly trainings: Trainings;
  readonly lab: LabResourcePorts;
  readonly settings: () => Settings;
  /** Where files without a path are kept. */
  readonly uploads: string;
}

/** A method, a path, and what answers there. */
export type Route = readonly [
  string,
  RegExp,
  (request: Request, url: URL) => Promise<Response>,
];

const nameOf = ({ searchParams }: URL): string =>
  searchParams.get("name") ?? "";

/** Any failure is a response too: its status says the kind, its body holds the error as data. */
export function createResources(
  ports: ResourcePorts,
): (request: Request) => Promise<Response> {
  const { engine, strip, suspects, preview, images, settings, uploads } = ports;

  const routes: readonly Route[] = [
    ...trainingRoutes(ports),
    ...labRoutes(ports.lab),
    [
      "GET",
      /^\/tiles\/([\w-]+)\/(\d+)\/(\d+)\/(\d+)$/,
      async (_request, url) => {
        const [, , id = "", level, column, row] = url.pathname.split("/");
        strip.get(id);
        const { bytes } = await preview.ask(id, () =>
          engine.previewTile({
            id,
            level: Number(level),
            column: Number(column),
            row: Number(row),
            texture: url.searchParams.get("texture") === "1",
          }),
        );
        return data(bytes, "application/octet-stream");
      },
    ],
    [
      "GET",
      /^\/choices\/[\w-]+$/,
      async (_request, url) => {
        const id = basename(url.pathname);
        strip.get(id);
        const { x, y, edge, noise } = choiceIn(url);
        const { bytes } = await preview.ask(id, () => {
          // Known by now, as the image is open.
          const { item } = strip.get(id);
          const model = modelFor(item.settings, item.facts, settings());
          const { device } = settings();
          return engine.noiseCrop({ id, model, noise, device, x, y, edge });
        });
        return data(bytes, "application/octet-stream");
      },
    ],
    [
      "GET",
      /^\/colours\/[\w-]+$/,
      async (_request, url) => {
        const id = basename(url.pathname);
        strip.get(id);
        const { table } = await preview.ask(id, () =>
          engine.displayColours({ id }),
        );
        return table
          ? data(table, "application/octet-stream")
          : new Response(null, { status: 204 });
      },
    ],
    [
      "GET",
      /^\/noise\/[\w-]+$/,
      async (_request, url) => {
        const id = basename(url.pathname);
        strip.get(id);
        const { bytes } = await preview.ask(id, () =>
          engine.noisePicture({ id }),
        );
        return data(bytes, "application/octet-stream");
      },
    ],
    [
      "GET",
      /^\/thumbnails\/[\w-]+$/,
      async (_request, url) => {
        const path = strip.get(basename(url.pathname)).file;
        // A list asks for it by itself.
        if (suspects.has(path)) return new Response(null, { status: 404 });
        const { jpeg } = await suspects.reading(path, () =>
          engine.thumbnail({ path, edge: edgeOf(url) }),
        );
        return data(jpeg, "image/jpeg");
      },
    ],
    [
      "POST",
      /^\/images$/,
      async (request, url) => {
        const { file, folder } = await receive(request, nameOf(url), uploads);
        const name = basename(file);
        await requireImage(file, name);
        const ids = await images.addNewcomers([
          { name, file, folder, own: true },
        ]);
        return Response.json({ ids });
      },
    ],
    [
      "POST",
      /^\/models$/,
      async (request, url) => {
        const { file } = await receive(request, nameOf(url), uploads);
        return Response.json({ path: file });
      },
    ],
  ];

  return async (request) => {
    const url = new URL(request.url);
    const route = routes.find(
      ([method, path]) => method === request.method && path.test(url.pathname),
    );
    if (!route) return new Response(null, { status: 404 });
    try {
      return await route[2](request, url);
    } catch (thrown) {
      const { code, message, details } = toErrorData(thrown);
      const status = code === "IMAGE_NOT_OPEN" ? 404 : 500;
      const answer: Answer = { error: { code, message, details } };
      return Response.json(answer, { status });
    }
  };
}

const choice = v.object({
  x: v.number(),
  y: v.number(),
  edge: cropEdge,
  noise: denoiseSettings.entries.noise,
});

/** As choicePath writes it. Throws USAGE. */
function choiceIn({ searchParams }: URL): v.InferOutput<typeof choice> {
  const number = (name: string) => Math.round(Number(searchParams.get(name)));
  try {
    return v.parse(choice, {
      x: number("x"),
      y: number("y"),
      edge: number("edge"),
      noise: JSON.parse(searchParams.get("noise") ?? "") as unknown,
    });
  } catch {
    throw new NitidoError("USAGE", { kind: "parameter" });
  }
}

/** In pixels, as the address asks for it. */
export function edgeOf({ searchParams }: URL): number {
  const wish = Math.round(Number(searchParams.get("edge")));
  return Math.min(2048, Math.max(16, wish || 256));
}

/** Pixels change under way and addresses come again after a restart, so nothing is kept in caches. */
export function data(bytes: Uint8Array, type: string): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { "content-type": type, "cache-control": "no-store" },
  });
}

/** Throws what `formatOf` does, naming the file as the sender calls it, and keeps nothing then. */
async function requireImage(file: string, name: string): Promise<void> {
  try {
    await formatOf(file);
  } catch (error) {
    await discard(file);
    if (!(error instanceof NitidoError)) throw error;
    throw new NitidoError(error.code, { ...error.details, file: name });
  }
}
