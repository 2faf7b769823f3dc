import { type Agent, request } from "undici";
import { type GuardOptions, guardedAgent } from "../src/index.ts";

/** An agent that may reach 127.0.0.1 on one port and says nothing of it; over HTTP unless told otherwise. */
export function agentFor(port: number, options: GuardOptions = {}): Agent {
  return guardedAgent({
    protocols: ["http:"],
    allow: [{ cidr: "127.0.0.1/32", port }],
    onAllow: () => undefined,
    ...options,
  });
}

/** Sends a GET and gives the status and the text. */
export async function get(dispatcher: Agent, url: string): Promise<string> {
  const { statusCode, body } = await request(url, { dispatcher });
  return `${statusCode} ${await body.text()}`;
}
