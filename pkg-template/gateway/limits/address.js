// @ts-check
// The network address that a request counts for.

/**
 * The sender's address as Cloudflare saw it: an IPv4 address, or the first 64 bits of an IPv6 address, because one household or
 * server has all the addresses below those. Anyone can write `X-Forwarded-For`, so it is never read.
 *
 * Only Cloudflare sets `CF-Connecting-IP`. Elsewhere a sender can write it too, or leave it out.
 *
 * @param {Request} request
 * @returns {string | undefined} Undefined without the header; `invalid` for anything that is no address.
 */
export function clientAddress(request) {
  const text = request.headers.get("CF-Connecting-IP")?.trim();
  return text ? (ipv4(text) ?? ipv6(text.toLowerCase()) ?? "invalid") : undefined;
}

/** @param {string} text */
function ipv4(text) {
  return hostOf(text) === text && /^[\d.]+$/.test(text) ? text : undefined;
}

/** @param {string} text In lower case. */
function ipv6(text) {
  // As a host, it is written in the shortest form, and in hexadecimal alone.
  const host = hostOf(`[${text.split("%")[0]}]`)?.slice(1, -1);
  if (host === undefined) return undefined;
  const [head, tail = []] = host.split("::").map((half) => half.split(":").filter((group) => group));
  const groups = [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
  // An IPv4 address in IPv6 form (::ffff:192.0.2.1) is that address.
  if (groups.slice(0, 6).join() === "0,0,0,0,0,ffff") {
    return groups.slice(6).flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join(".");
  }
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** The host of an address, as the host's own parser reads it. @param {string} host */
function hostOf(host) {
  try {
    return new URL(`http://${host}`).host;
  } catch {}
}
