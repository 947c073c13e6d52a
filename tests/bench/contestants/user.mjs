// A user to identify, as the package takes it and flat as it is sent; and a fetch that answers as Refiner does.

const traits = { plan: "pro", seats: 3, active: true, signed_up_at: "2026-01-01T10:00:00Z" };

export const INPUT = {
  id: "u-1",
  email: "jane@awesome.com",
  attributes: traits,
  account: { id: "acme", attributes: { tier: "gold", employees: 250 } },
};

export const FLAT = {
  id: "u-1",
  email: "jane@awesome.com",
  ...traits,
  account: { id: "acme", tier: "gold", employees: 250 },
};

const REPLY = JSON.stringify({ message: "ok", contact_uuid: "15b1a3ee-d9ab-4d3f-8f1e-2b8f6a5b7c11" });

export const fetch = async () => new Response(REPLY, { headers: { "content-type": "application/json" } });
