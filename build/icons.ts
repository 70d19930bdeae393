/** Makes the icons of every system from the one drawing. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import {
  ICNS_TYPES,
  ICO_EDGES,
  type SizedPng,
  toIcns,
  toIco,
} from "./icon-containers.ts";

const LINUX_EDGES = [16, 24, 32, 48, 64, 128, 256, 512] as const;

/** Writes `icon.ico`, `icon.icns` and `linux/<edge>x<edge>.png` into the folder. */
export async function makeIcons(svg: string, folder: string): Promise<void> {
  const linux = join(folder, "linux");
  await mkdir(linux, { recursive: true });
  const draw = (edges: readonly number[]): Promise<SizedPng[]> =>
    Promise.all(
      [...new Set(edges)].map(async (edge) => ({
        edge,
        png: await sharp(svg).resize(edge, edge).png().toBuffer(),
      })),
    );
  await Promise.all([
    draw(ICO_EDGES).then((pngs) =>
      writeFile(join(folder, "icon.ico"), toIco(pngs)),
    ),
    draw(Object.values(ICNS_TYPES)).then((pngs) =>
      writeFile(join(folder, "icon.icns"), toIcns(pngs)),
    ),
    draw(LINUX_EDGES).then((pngs) =>
      Promise.all(
        pngs.map(({ edge, png }) =>
          writeFile(join(linux, `${edge}x${edge}.png`), png),
        ),
      ),
    ),
  ]);
}
