/** The use case `labCompress`: a run as a codec, beside principal components and JPEG. */
import {
  choose,
  joined,
  spread,
  toBytes,
} from "../../../models/lab/pictures.ts";
import { sheet } from "../../../models/lab/sheet.ts";
import { writePlot } from "../../codecs/write-plot.ts";
import {
  type Compression,
  COMPRESSIONS,
  type LabCompressResult,
} from "../../services/api-lab-compress.ts";
import { type Coded, inBytes, pointOf } from "../lab/compress/coded.ts";
import { type JpegFiles, jpegFiles, jpegSheet } from "../lab/compress/jpeg.ts";
import { curvesPlot } from "../lab/compress/plot.ts";
import { byCoder, byPrincipal, rounded } from "../lab/compress/transform.ts";
import {
  partOf,
  picturesFor,
  principalOf,
  refuseFew,
  those,
  withRun,
} from "../lab/use.ts";
import { writePicture } from "../lab/write-picture.ts";
import type { Task } from "./task.ts";

/** Pictures whose codes say how often each value is. */
const MOST_KNOWN = 4000;
const FEWEST = 2;
const EXAMPLES = 10;
/** What is shown beside each other, the first two at about equal bits. */
const SHOWN = ["autoencoder", "jpeg-sheet", "pca"] as const;

export const labCompress: Task<"labCompress"> = (request, context) =>
  withRun(request, context, async (run, coder) => {
    const { progress, signal } = context;
    const { latent } = run.facts;
    const source = request.source ?? run.facts.source;
    const all = await picturesFor(run, source, context);
    const [training, heldOut] = [
      partOf(run, all, "training"),
      partOf(run, all, "held-out"),
    ];
    refuseFew(Math.min(training.names.length, heldOut.names.length), FEWEST);
    const known = those(training, spread(training.names.length, MOST_KNOWN));
    const some = those(heldOut, spread(heldOut.names.length, request.limit));
    const originals = inBytes(some.pictures);
    const principal = await principalOf(run, all, Math.max(2, latent), context);
    const components = principal.components.slice(0, latent);
    let files: Promise<JpegFiles> | undefined;
    const each = () => (files ??= jpegFiles(originals));
    const ways: Record<Compression, () => Promise<readonly Coded[]>> = {
      autoencoder: () => rounded(byCoder(coder), known.pictures, originals),
      pca: () =>
        rounded(
          byPrincipal({ ...principal, components }, originals.shape),
          ...([known.pictures, originals] as const),
        ),
      "jpeg-sheet": () => jpegSheet(originals),
      "jpeg-scan": async () => (await each()).scans,
      "jpeg-file": async () => (await each()).files,
    };
    const coded = new Map<Compression, readonly Coded[]>();
    for (const [done, name] of COMPRESSIONS.entries()) {
      progress({ kind: "compressing", done, of: COMPRESSIONS.length });
      signal.throwIfAborted();
      coded.set(name, await ways[name]());
    }
    const curves = COMPRESSIONS.map((name) => ({
      name,
      points: coded.get(name)!.map((one) => pointOf(one, originals)),
    }));
    const shown = spread(some.names.length, EXAMPLES);
    const bits = equalBits(coded.get("autoencoder")!, coded.get("jpeg-sheet")!);
    const rows = SHOWN.map((name) => {
      const one = nearest(coded.get(name)!, bits);
      return {
        ...{ name, pictures: choose(one.pictures, shown) },
        ...pointOf(one, originals),
      };
    });
    const { out, examples, overwrite } = request;
    if (out !== null) await writePlot(curvesPlot(curves), out, overwrite);
    if (examples !== null) {
      const beside = rows.map(({ pictures }) => pictures);
      const lines = joined([choose(originals, shown), ...beside]);
      await writePicture(sheet(lines, shown.length), examples, overwrite);
    }
    return {
      ...{ run: run.path, reading: all.reading, latent, curves },
      shape: originals.shape,
      ...{ known: known.names.length, measured: some.names.length },
      examples: {
        names: shown.map((n) => some.names[n]!),
        originals: toBytes(choose(originals, shown)),
        rows: rows.map((row) => ({ ...row, pictures: toBytes(row.pictures) })),
      },
      files: [out, examples].filter((file) => file !== null),
    } satisfies LabCompressResult;
  });

/** The bits of the one that come nearest to any of the other. */
function equalBits(one: readonly Coded[], other: readonly Coded[]): number {
  const away = ({ bits }: Coded) =>
    Math.abs(Math.log(nearest(other, bits).bits / bits));
  return one.reduce((best, next) => (away(next) < away(best) ? next : best))
    .bits;
}

const nearest = (points: readonly Coded[], bits: number): Coded =>
  points.reduce((best, next) =>
    Math.abs(Math.log(next.bits / bits)) < Math.abs(Math.log(best.bits / bits))
      ? next
      : best,
  );
