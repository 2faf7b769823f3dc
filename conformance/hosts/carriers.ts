import { toHono } from "@hooks/hono";
import { Hono } from "hono";
import type { Carrier } from "./host-fetch.ts";

/** The ways in which a host's requests come to a receiver, by name. */
export const carriers: Readonly<Record<string, Carrier>> = {
  fetch: (receiver) => receiver.fetch,
  hono: (receiver) => {
    const app = new Hono().all("*", toHono(receiver));
    return (request) => app.fetch(request);
  },
};
