/** Runs on Bun. */
import { Elysia } from "elysia";
import { webhooks } from "./webhooks.ts";

const { HOST: hostname = "localhost", PORT: port = 3000 } = process.env;

new Elysia()
  .use(webhooks)
  .listen({ hostname, port }, ({ url }) => console.log(`listening on ${url}`));
