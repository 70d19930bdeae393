/** What was dropped or pasted, flattened: files with the folders they lay in. */

export interface NamedFile {
  readonly file: File;
  /** With the folders between the dropped one and the file, separated by slashes. */
  readonly name: string;
}

/** All files below an entry. Folders are read in pieces, until a piece is empty. */
export async function* walk(
  entry: FileSystemEntry,
  folder = "",
): AsyncGenerator<NamedFile> {
  const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    if (folder === "" || mayBeImage(file)) yield { file, name };
  } else if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const children = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (children.length === 0) return;
      for (const child of children) yield* walk(child, name);
    }
  }
}

/** Whether a file that nobody named, but that lies in a folder, is worth looking at. */
export function mayBeImage({ name, type }: File): boolean {
  return !name.startsWith(".") && (type === "" || type.startsWith("image/"));
}
