// @ts-check
// Files that survive a crash: what was written stays, and a file is replaced whole or not at all.
import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { withFile } from "./file-error.js";

/**
 * Puts text into a file. After a crash, the file has either the old text or the new one.
 *
 * @param {string} path
 * @param {string} text
 */
export async function replaceFile(path, text) {
  const next = `${path}.next`;
  await withFile(next, async () => {
    const handle = await open(next, "w");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  await renameFile(next, path);
}

/** Gives a file its final name, for good. @param {string} from @param {string} to */
export async function renameFile(from, to) {
  await withFile(to, () => rename(from, to));
  // Not every system can open a folder. Without it, only a loss of power could undo the new name.
  const folder = await open(dirname(to), "r").catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** A file's text; undefined if there is none. @param {string} path */
export async function readIfThere(path) {
  return withFile(path, () =>
    readFile(path, "utf8").catch((error) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    }),
  );
}

/** @param {string} path */
export function removeFile(path) {
  return withFile(path, () => rm(path, { force: true }));
}

/** A file that grows, and of which the last bytes may have to go. */
export class GrowingFile {
  #handle;
  #path;
  /** Its bytes. */
  size;

  /** @param {string} path @param {import("node:fs/promises").FileHandle} handle @param {number} size */
  constructor(path, handle, size) {
    this.#path = path;
    this.#handle = handle;
    this.size = size;
  }

  /**
   * Opens a file, which then has this many bytes. They must be there.
   *
   * @param {string} path
   * @param {number} size
   */
  static async open(path, size) {
    return withFile(path, async () => {
      const handle = await open(path, size > 0 ? "r+" : "w");
      try {
        if (size > 0) await handle.truncate(size);
      } catch (error) {
        await handle.close();
        throw error;
      }
      return new GrowingFile(path, handle, size);
    });
  }

  /** @param {Uint8Array} bytes */
  async append(bytes) {
    await withFile(this.#path, async () => {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.size);
        done += bytesWritten;
        this.size += bytesWritten;
      }
    });
  }

  /** Waits until what was written is on the disk. */
  async keep() {
    await withFile(this.#path, () => this.#handle.datasync());
  }

  async close() {
    await this.#handle.close();
  }
}

/** How many bytes a file has; undefined if there is none. @param {string} path */
export async function sizeOf(path) {
  return withFile(path, async () => {
    const handle = await open(path, "r").catch((error) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    try {
      return (await handle?.stat())?.size;
    } finally {
      await handle?.close();
    }
  });
}
