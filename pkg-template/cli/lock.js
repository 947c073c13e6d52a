// @ts-check
// One run at a time: a lock file with the number of the process that holds it.
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { FileError, withFile } from "./file-error.js";

/** How far apart two calculations of the same start of the machine may be. */
const BOOT_TOLERANCE_MS = 60_000;

/** When the machine was started. A process number says nothing after that. */
const bootedAt = () => Date.now() - uptime() * 1000;

/**
 * Takes the lock, and returns how to give it back. A lock whose process is gone does not count.
 *
 * @param {string} path
 * @returns {Promise<() => Promise<void>>}
 */
export async function lock(path) {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), booted: bootedAt() });
  for (;;) {
    if (await taken(path, mine)) return () => rm(path, { force: true });
    const held = await withFile(path, () => readFile(path, "utf8").catch(() => ""));
    if (isAlive(held)) {
      const { pid, host } = JSON.parse(held);
      throw new FileError(`another run has ${path} (process ${pid} on ${host})`, "Wait until it ends, or remove that file if it is none of this program");
    }
    await removeStale(path, held);
  }
}

/**
 * Whether the lock could be taken. It is there with its text or not at all: one without would look like a stale one.
 *
 * @param {string} path
 * @param {string} mine
 */
async function taken(path, mine) {
  const aside = `${path}.${process.pid}`;
  return withFile(path, async () => {
    try {
      await writeFile(aside, mine);
      await link(aside, path);
      return true;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
      throw error;
    } finally {
      await rm(aside, { force: true });
    }
  });
}

/** Whether the process of a lock may still run. @param {string} held */
function isAlive(held) {
  let holder;
  try {
    holder = JSON.parse(held);
  } catch {
    // Nobody writes such a lock.
    return false;
  }
  const { pid, host, booted } = holder;
  // Nothing is known of another machine's processes.
  if (host !== hostname()) return true;
  if (Math.abs(booted - bootedAt()) > BOOT_TOLERANCE_MS) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Removes a lock that was seen to be stale, and no other: two runs may find it at once, and the first has its own there by then.
 *
 * @param {string} path
 * @param {string} seen
 */
async function removeStale(path, seen) {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const found = await readFile(aside, "utf8").catch(() => seen);
  if (found !== seen) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
