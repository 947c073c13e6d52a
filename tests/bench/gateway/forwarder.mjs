// The Worker that the gateway is compared with: it adds the key and forwards, and does nothing else.

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const answer = await fetch(env.UPSTREAM + pathname, {
      method: request.method,
      headers: { authorization: `Bearer ${env.REFINER_API_KEY}`, "content-type": "application/json", accept: "application/json" },
      body: await request.text(),
      redirect: "manual",
    });
    return new Response(await answer.text(), { status: answer.status, headers: { "content-type": "application/json" } });
  },
};
