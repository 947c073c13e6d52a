// @ts-check
// The modules as base64, which the package also contains.

/** @typedef {{ default: string }} Base64 */

/** The bytes of a module. @param {Base64} base64 */
export const decode = (base64) => Uint8Array.from(atob(base64.default), (character) => character.charCodeAt(0));

/**
 * What a file contains or, if it cannot be read, the same module from base64. A bundler that puts a server into one file leaves the
 * `.wasm` behind, and a program may lack the permission to read it. Both are lazy: where the file is read, nothing is decoded.
 *
 * @template T
 * @param {() => Promise<T>} file
 * @param {() => Promise<Base64>} base64
 */
export async function fileOr(file, base64) {
  try {
    return await file();
  } catch (cause) {
    try {
      return decode(await base64());
    } catch {
      // The bundler was told to leave it out, so the file is what is missing.
      throw cause;
    }
  }
}
