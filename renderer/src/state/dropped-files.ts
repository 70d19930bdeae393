/** What was dropped or pasted, flattened: files with the folders they lay in. */
import { NitidoError } from "../../../models/errors.ts";

export interface NamedFile {
  readonly file: File;
  /** With the folders between the dropped one and the file, separated by slashes. */
  readonly name: string;
}

/**
 * All files below an entry. Folders are read in pieces, until a piece is empty. What cannot be read
 * is reported as FILE_UNREADABLE, and the rest comes.
 */
export async function* walk(
  entry: FileSystemEntry,
  report: (error: NitidoError) => void,
  folder = "",
): AsyncGenerator<NamedFile> {
  const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
  try {
    if (entry.isFile) {
      const file = await fileOf(entry as FileSystemFileEntry);
      if (folder === "" || mayBeImage(file)) yield { file, name };
    } else
      for await (const child of childrenOf(entry as FileSystemDirectoryEntry))
        yield* walk(child, report, name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report(new NitidoError("FILE_UNREADABLE", { file: name, reason }));
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function* childrenOf(
  entry: FileSystemDirectoryEntry,
): AsyncGenerator<FileSystemEntry> {
  const reader = entry.createReader();
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (piece.length === 0) return;
    yield* piece;
  }
}

/** Whether a file that nobody named, but that lies in a folder, is worth looking at. */
export function mayBeImage({ name, type }: File): boolean {
  return !name.startsWith(".") && (type === "" || type.startsWith("image/"));
}
