/** `nitido profiles`: the noise of one's cameras, which `--noise auto` follows. */
import { Command } from "commander";
import { NitidoError } from "../../../models/errors.ts";
import { midGreySigma } from "../../../models/noise/camera-profiles.ts";
import type { ProfileItem } from "../../contract/values.ts";
import { removeProfile } from "../../files/camera-profiles.ts";
import { listProfiles } from "../../services/profiles.ts";
import type { Session } from "../session.ts";

export function profilesCommand(session: Session): Command {
  const { text } = session.messages;
  const command = new Command("profiles").description(text("profiles.about"));
  for (const create of [makeCommand, listCommand, deleteCommand])
    command.addCommand(create(session));
  return command;
}

function makeCommand(session: Session): Command {
  const { text, number } = session.messages;
  return new Command("make")
    .description(text("profiles.make"))
    .argument("<folder>", text("profiles.folder"))
    .action(async (folder: string) => {
      const engine = await session.engine();
      const bar = await session.progress();
      const result = await engine.profileFolder(
        { folder },
        {
          onProgress: ({ what, done, of }) =>
            bar.show(
              done / of,
              text(`profiles.${what}`, { done: number(done), of: number(of) }),
            ),
          signal: session.host.signal,
        },
      );
      session.result(result, () => [
        ...result.profiles.map((profile) =>
          line(session, { ...profile, sigma: midGreySigma(profile) }),
        ),
        ...(result.anonymous + result.few > 0
          ? [
              text("profiles.left", {
                anonymous: number(result.anonymous),
                few: number(result.few),
              }),
            ]
          : []),
      ]);
    });
}

function listCommand(session: Session): Command {
  const { text } = session.messages;
  return new Command("list")
    .description(text("profiles.list"))
    .action(async () => {
      const profiles = await listProfiles();
      session.result({ profiles }, () =>
        profiles.length === 0
          ? [text("profiles.none")]
          : profiles.map((item) => `${item.id}: ${line(session, item)}`),
      );
    });
}

function deleteCommand(session: Session): Command {
  const { text } = session.messages;
  return new Command("remove")
    .description(text("profiles.remove"))
    .argument("<id>", text("profiles.id"))
    .action(async (id: string) => {
      const known = (await listProfiles()).map((item) => item.id);
      if (!known.includes(id))
        throw new NitidoError("USAGE", { kind: "unknownProfile", profile: id });
      await removeProfile(id);
      session.result({ removed: id }, () => [text("profiles.removed", { id })]);
    });
}

function line(session: Session, item: Omit<ProfileItem, "id">): string {
  const { text, number } = session.messages;
  return text("profiles.line", {
    camera: item.camera,
    iso: item.iso,
    size: item.size.join(" × "),
    format: item.format.toUpperCase(),
    photographs: number(item.photographs),
    sigma: number(item.sigma, 1),
  });
}
