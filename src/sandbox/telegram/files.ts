import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { StoredFile } from './model.ts';
import type { FilePart } from './multipart.ts';
import type { Store } from './store.ts';

/** The bytes behind the messages; what is known about them is in the store. */
export interface Files {
  /** Writes the bytes and returns what the store shall remember of them. */
  save(folder: 'documents' | 'photos', part: FilePart): StoredFile;
  /** Undefined when the bytes are gone, as they are after a restart without a folder. */
  read(fileId: string): Buffer | undefined;
}

export function createFiles(store: Store, folder: string | undefined): Files {
  const drawer = folder === undefined ? inMemory() : inFolder(folder);

  return {
    save(kind, { fileName, contentType, bytes }) {
      const file_id = `file_${store.state.counters.file + 1}`;
      drawer.write(file_id, bytes);
      return {
        file_id,
        file_path: `${kind}/${file_id}${plainExtension(fileName)}`,
        file_name: fileName,
        mime_type: mimeType(fileName, contentType),
        file_size: bytes.length,
      };
    },
    read: drawer.read,
  };
}

interface Drawer {
  write(fileId: string, bytes: Buffer): void;
  read(fileId: string): Buffer | undefined;
}

function inMemory(): Drawer {
  const kept = new Map<string, Buffer>();
  return {
    // A copy: the part is a view of a whole request body, which would otherwise stay as well.
    write: (fileId, bytes) => kept.set(fileId, Buffer.from(bytes)),
    read: (fileId) => kept.get(fileId),
  };
}

/** File ids are ours (`file_7`), so they are safe as names; what people called their file never is. */
function inFolder(folder: string): Drawer {
  mkdirSync(folder, { recursive: true });
  return {
    write: (fileId, bytes) => writeFileSync(join(folder, fileId), bytes),
    read(fileId) {
      try {
        return readFileSync(join(folder, fileId));
      } catch {
        return undefined;
      }
    },
  };
}

function plainExtension(fileName: string): string {
  const extension = extname(fileName).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : '';
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.zip': 'application/zip',
};

/** As Telegram does, trusts the name before what the sender claims. */
function mimeType(fileName: string, claimed: string | undefined): string {
  return mimeTypes[plainExtension(fileName)] ?? claimed ?? 'application/octet-stream';
}
