/** The film strip as saving sees it. */
import { dirname } from "node:path";
import type { SaveImages } from "../save/engine-work.ts";
import type { Strip } from "./strip.ts";

export function saveSources(strip: Strip): SaveImages {
  return {
    find(id) {
      const entry = strip.find(id);
      if (!entry) return undefined;
      const { item, file, folder, own } = entry;
      const { width, height } = item.facts ?? {};
      return {
        path: file,
        name: item.name,
        folder,
        home: own ? null : dirname(file),
        settings: item.settings,
        ...(width &&
          height && {
            megapixels: (width * height) / 1e6,
            size: { width, height },
          }),
      };
    },
    originals: () => strip.entries().map(({ file }) => file),
  };
}
