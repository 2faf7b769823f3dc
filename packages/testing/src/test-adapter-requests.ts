import { gzipSync } from "node:zlib";
import { openRequest, readText } from "./test-adapter-exchange.ts";
import type { AdapterCase, AdapterTrial } from "./test-adapter-trial.ts";

const methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Each is the path and query as a provider has signed them. */
const paths = [
  "/hooks/stripe",
  "/hooks/a%20b%2Fc%3F%25",
  "/hooks/caf%C3%A9/%e2%99%a5",
  "/hooks//twice///thrice/",
  "/hooks/x?a=%2F&b=1+2&a=&c",
  "/hooks/x?url=https://example.com/?y=1&z=%zz",
  "/hooks/;v=1/@me/:id/~tilde/(1)*'!$&,",
];

/** The path and query of a URL, whether or not the host gives its origin as well. */
const pathOf = (url: string | undefined): string | undefined =>
  url?.replace(/^[a-z]+:\/\/[^/?]*/i, "");

/** No host has to keep names as they came, and none may tell two spellings apart. */
const spellings: readonly ((name: string) => string)[] = [
  (name) => name.toUpperCase(),
  (name) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  (name) =>
    name.replace(/[a-z]/g, (letter, at: number) => (at % 2 ? letter.toUpperCase() : letter)),
];

async function checkBodyOf(trial: AdapterTrial, method: string): Promise<void> {
  await trial.serve();
  const signed = await trial.signed();
  await trial.answers("method_not_allowed", { ...signed, method }, `${method} with a body`);
  await trial.answers("method_not_allowed", { method }, `${method} without a body`);
  trial.hasHandled(0);
}

/** What is not the body reaches the receiver as well. */
export const requestCases: readonly AdapterCase[] = [
  ...methods.map((method) => ({
    name: `request: ${method}`,
    run: (trial: AdapterTrial) => checkBodyOf(trial, method),
  })),
  {
    name: "request: HEAD",
    run: async (trial) => {
      await trial.serve();
      await trial.answers("method_not_allowed_head", { method: "HEAD" });
      trial.hasHandled(0);
    },
  },
  ...paths.map((path) => ({
    name: `request: path ${path}`,
    run: async (trial: AdapterTrial): Promise<void> => {
      await trial.serve();
      await trial.answers("received", { ...(await trial.signed()), path });
      const base = new URL(trial.url).pathname.replace(/\/$/, "");
      const url = trial.events[0]?.delivery.url;
      trial.holds(pathOf(url) === base + path, `the URL became ${url}`);
    },
  })),
  {
    name: "request: header names in any case",
    run: async (trial) => {
      await trial.serve({ store: undefined });
      for (const [i, spell] of spellings.entries()) {
        const { headers, body } = await trial.signed();
        const coded = [...headers, ["content-encoding", "gzip"] as const];
        const spelt = coded.map(([name, value]) => [spell(name), value] as const);
        await trial.answers("received", { headers: spelt, body: gzipSync(body) }, spell("header"));
        trial.hasHandled(i + 1);
      }
    },
  },
  {
    name: "request: expect 100-continue",
    run: async (trial) => {
      await trial.serve();
      const { headers, body } = await trial.signed();
      const expecting = [...headers, ["expect", "100-continue"] as const];
      await trial.answers("received", { headers: expecting, body });
      trial.hasHandled(1);
    },
  },
  {
    name: "request: two at once on one connection",
    run: async (trial) => {
      await trial.serve({ store: undefined });
      const { headers, body } = await trial.signed();
      const lines = [...headers, ["host", "localhost"], ["content-length", String(body.length)]];
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const second = new TextEncoder().encode(`POST / HTTP/1.1\r\n${head}\r\n`);
      const socket = await openRequest(trial.url, {
        headers: [...headers, ["content-length", String(body.length)]],
        body: Uint8Array.of(...body, ...second, ...body),
      });
      const answer = '{"received":true,"eventId":"msg_1"}';
      const text = await readText(socket, answer, 2);
      trial.holds(text.split("HTTP/1.1 200 ").length === 3, `the answers are "${text}"`);
      trial.hasHandled(2);
      socket.destroy();
    },
  },
];
