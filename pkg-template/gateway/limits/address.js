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
  const parts = text.split(".");
  const valid = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return valid ? text : undefined;
}

/** @param {string} text In lower case. */
function ipv6(text) {
  const [address] = text.split("%");
  // The last 32 bits may be written as IPv4.
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const inner = tail ? ipv4(tail[2]) : "";
  if (inner === undefined) return undefined;
  const groups = expand(tail ? `${tail[1]}0:0` : address);
  if (!groups) return undefined;
  // An IPv4 address in IPv6 form (::ffff:192.0.2.1) is that address.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return inner || groups.slice(6).flatMap((group) => [group >> 8, group & 255]).join(".");
  }
  return `${groups.slice(0, 4).map((group) => group.toString(16)).join(":")}::/64`;
}

/**
 * The eight groups of an IPv6 address.
 *
 * @param {string} address
 */
function expand(address) {
  const halves = address.split("::").map((half) => (half === "" ? [] : half.split(":")));
  if (halves.length > 2 || halves.flat().some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return undefined;
  const [head, rest] = halves;
  const missing = 8 - head.length - (rest?.length ?? 0);
  if (rest ? missing < 1 : missing !== 0) return undefined;
  const groups = rest ? [...head, ...Array.from({ length: missing }, () => "0"), ...rest] : head;
  return groups.map((group) => parseInt(group, 16));
}
