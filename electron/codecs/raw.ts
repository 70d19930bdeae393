/** Camera RAW, to read: developed to 16 bits in Rec. 2020, as the camera balanced white and was held. */
import { open } from "node:fs/promises";
import type { Decoder } from "./codec.ts";
import { requireFitting, timeLimit } from "./limits.ts";
import { CURVES, PRIMARIES, rgbProfile } from "./metadata/icc-profile.ts";
import { exifOfRaw } from "./metadata/raw-exif.ts";
import { bytesOfFile } from "./metadata/read-bytes.ts";
import { decodeError } from "./sharp-errors.ts";
import { workAside } from "./wasm/work-aside.ts";

export const raw: Decoder = {
  async decode(path, { pixelLimit }) {
    try {
      const facts = await workAside("rawFacts", path, null);
      requireFitting(facts, path, pixelLimit);
      const image = await workAside(
        "rawPixels",
        path,
        { half: false },
        timeLimit(facts),
      );
      const file = await open(path);
      try {
        const { exif, notices } = await exifOfRaw(
          bytesOfFile(file),
          facts,
          image,
        );
        return {
          image,
          format: "raw",
          bitDepth: 16,
          metadata: {
            ...(image.channels === 3 && {
              icc: rgbProfile("Rec. 2020", PRIMARIES.bt2020, CURVES.bt709),
            }),
            exif,
          },
          notices: ["RAW_DEVELOPED", ...notices],
        };
      } finally {
        await file.close();
      }
    } catch (error) {
      throw decodeError(error, path, "raw");
    }
  },

  async inspect(path) {
    try {
      const { width, height } = await workAside("rawFacts", path, null);
      return { format: "raw", width, height, channels: 3, bitDepth: 16 };
    } catch (error) {
      throw decodeError(error, path, "raw");
    }
  },
};
