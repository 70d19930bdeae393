/** The namespace `profiles`: the noise of one's cameras, made from their photographs, listed and removed. */
import { midGreySigma } from "../../models/noise/camera-profiles.ts";
import type { Handlers } from "../contract/router.ts";
import type { ImageId, ProfileItem } from "../contract/values.ts";
import {
  type KeptProfile,
  readProfiles,
  removeProfile,
} from "../files/camera-profiles.ts";
import type { Engine } from "./api.ts";
import type { Preview } from "./images/preview.ts";

export type ProfilesHandlers = Pick<
  Handlers,
  "profiles.list" | "profiles.make" | "profiles.remove" | "profiles.keep"
>;

export interface ProfilesPorts {
  readonly engine: Pick<Engine, "profileFolder" | "keepProfile">;
  /** Asks the engine about an image, which is opened for it if need be. */
  readonly ask: Preview["ask"];
  /** Opens an image anew that there is a new profile for. */
  readonly reopen: (id: ImageId) => Promise<void>;
  readonly emit: (
    name: "profiles.changed",
    profiles: readonly ProfileItem[],
  ) => void;
}

export function createProfiles({
  engine,
  ask,
  reopen,
  emit,
}: ProfilesPorts): ProfilesHandlers {
  const changed = async (): Promise<readonly ProfileItem[]> => {
    const all = await listProfiles();
    emit("profiles.changed", all);
    return all;
  };
  return {
    "profiles.list": () => listProfiles(),
    async "profiles.make"({ path }) {
      await engine.profileFolder({ folder: path });
      return changed();
    },
    async "profiles.keep"({ image, level }) {
      await ask(image, () => engine.keepProfile({ id: image, level }));
      const all = await changed();
      await reopen(image);
      return all;
    },
    async "profiles.remove"({ id }) {
      await removeProfile(id);
      await changed();
      return null;
    },
  };
}

export async function listProfiles(): Promise<readonly ProfileItem[]> {
  return (await readProfiles()).map(itemOf);
}

function itemOf({ id, profile }: KeptProfile): ProfileItem {
  const { camera, iso, size, format, photographs } = profile;
  const sigma = midGreySigma(profile);
  return { id, camera, iso, size, format, photographs, sigma };
}
