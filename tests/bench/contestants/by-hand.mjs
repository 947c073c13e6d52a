// A thin hand-written client: a deadline and a status check.

/**
 * @param {typeof fetch} fetch
 * @param {object} body
 */
export async function identifyByHand(fetch, body) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 30_000);
  try {
    const response = await fetch("https://api.refiner.io/v1/identify-user", {
      method: "POST",
      headers: { Accept: "application/json", Authorization: "Bearer any-key", "Content-Type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: controller.signal,
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}
