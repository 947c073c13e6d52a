// What the gateway answers to a page of another origin. A browser does not show that to the page itself, so the Worker asks in its
// place and hands over the answer with its headers.

const OTHER_ORIGIN = "https://somewhere-else.example";

/**
 * @param {Request} request
 * @param {string} basePath
 * @param {(request: Request) => Promise<Response>} ask
 */
export async function elsewhere(request, basePath, ask) {
  const answer = await ask(
    new Request(new URL(`${basePath}/track-event`, request.url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: OTHER_ORIGIN,
        authorization: request.headers.get("authorization") ?? "",
      },
      body: JSON.stringify({ event: "Upgraded" }),
    }),
  );
  const shared = answer.headers.get("access-control-allow-origin");
  const reply = await answer.json();
  return Response.json({ origin: OTHER_ORIGIN, status: answer.status, access_control_allow_origin: shared, reply });
}
