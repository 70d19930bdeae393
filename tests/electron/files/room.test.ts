import { expect, test } from "vitest";
import { requireRoom } from "../../../electron/files/room.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

test("says before writing that a disk has too little room", async () => {
  await requireRoom(folder, 1, "small.png");
  await expect(requireRoom(folder, 1e18, "huge.png")).rejects.toMatchObject({
    code: "DISK_FULL",
    details: { kind: "before", file: "huge.png", needed: 1e12 },
  });
});

test("does not stand in the way where the disk cannot be asked", async () => {
  await requireRoom(`${folder}/none`, 1e18, "any.png");
});
