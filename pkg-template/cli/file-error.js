// @ts-check
// Failures of files.

/** A file cannot be read or written, or somebody else has it. */
export class FileError extends Error {
  /**
   * @param {string} message
   * @param {string} [advice]
   */
  constructor(message, advice) {
    super(message);
    this.advice = advice;
  }
}

/** Why a file could not be used, in words. */
const REASONS = /** @type {Record<string, string>} */ ({
  ENOSPC: "there is no space left on the disk",
  EDQUOT: "the quota of the disk is used up",
  EFBIG: "the file may not become larger",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk can only be read",
  ENOENT: "there is no such folder",
  ENOTDIR: "there is no such folder",
  EISDIR: "it is a folder",
});

/**
 * Does something with a file; what goes wrong becomes a FileError that names it.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withFile(path, use) {
  try {
    return await use();
  } catch (cause) {
    const { code, syscall } = /** @type {NodeJS.ErrnoException} */ (cause);
    if (code === undefined || syscall === undefined) throw cause;
    throw new FileError(`${path} cannot be used: ${REASONS[code] ?? code}`);
  }
}
