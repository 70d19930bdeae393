/** Camera RAW, to read: developed to 16 bits in Rec. 2020, as the camera balanced white and was held. */
import { open } from "node:fs/promises";
import { NitidoError } from "../../models/errors.ts";
import type { Decoder } from "./codec.ts";
import { requireFitting, timeLimit } from "./limits.ts";
import { CURVES, PRIMARIES, rgbProfile } from "./metadata/icc-profile.ts";
import { exifOfRaw } from "./metadata/raw-exif.ts";
import { isCutOff } from "./metadata/raw-extent.ts";
import { bytesOfFile } from "./metadata/read-bytes.ts";
import { decodeError } from "./sharp-errors.ts";
import type { RawFacts, WasmPixels } from "./wasm/messages.ts";
import { workAside } from "./wasm/work-aside.ts";

export const raw: Decoder = {
  async decode(path, { pixelLimit }) {
    try {
      const facts = await workAside("rawFacts", path, null);
      requireFitting(facts, path, pixelLimit);
      const file = await open(path);
      try {
        const read = bytesOfFile(file);
        if (await isCutOff(read, (await file.stat()).size))
          throw new Error("the file ends too early");
        const image = await develop(path, facts);
        const { exif, notices } = await exifOfRaw(read, facts, image);
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

/** LibRaw does not say whether the pixels are damaged, or compressed in a way that it does not know. */
async function develop(path: string, facts: RawFacts): Promise<WasmPixels> {
  try {
    const options = { half: false };
    return await workAside("rawPixels", path, options, timeLimit(facts));
  } catch (error) {
    const { code, details } = decodeError(error, path, "raw");
    const kind = code === "FILE_DAMAGED" ? { kind: "raw" } : {};
    throw new NitidoError(code, { ...details, ...kind });
  }
}
