/** A worker that answers first, where it is given what keeps it running. */
import { createReceiver, type Outcome, type Receiver, type Store } from "@hooks/core";
import { toHono } from "@hooks/hono";
import { memoryStore } from "@hooks/store-memory";
import { Hono } from "hono";
import { provider, secret } from "../endpoint.ts";

interface Context {
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** What a client is told of a worker. */
export interface FirstReport {
  readonly began: readonly string[];
  readonly ended: readonly string[];
  readonly outcomes: readonly Pick<Outcome, "kind" | "id" | "answeredFirst">[];
}

const report = { began: [] as string[], ended: [] as string[], outcomes: [] as object[] };
const released = new Set<string>();
const receivers = new Map<string, Receiver>();

/** A store in another process, for this one is killed. */
function remoteStore(url: string): Store {
  const ask =
    (verb: keyof Store) =>
    async (...args: readonly unknown[]): Promise<never> => {
      const body = JSON.stringify([verb, ...args]);
      return (await fetch(url, { method: "POST", body })).json() as Promise<never>;
    };
  return { claim: ask("claim"), complete: ask("complete"), release: ask("release") };
}

function receiverWith(storeUrl: string): Receiver {
  const receiver =
    receivers.get(storeUrl) ??
    createReceiver({
      provider,
      secret,
      store: storeUrl ? remoteStore(storeUrl) : memoryStore(),
      storeTimeoutMs: 20_000,
      answerFirst: "may-lose-events",
      on: {
        "*": async ({ id = "" }) => {
          report.began.push(id);
          while (!released.has(id)) await new Promise((resolve) => setTimeout(resolve, 20));
          report.ended.push(id);
        },
      },
      onOutcome: ({ kind, id, answeredFirst }) => report.outcomes.push({ kind, id, answeredFirst }),
    });
  receivers.set(storeUrl, receiver);
  return receiver;
}

// biome-ignore lint/style/noDefaultExport: what a worker is.
export default {
  fetch: (request: Request, env: object, context: Context): Response | Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const receiver = receiverWith(searchParams.get("store") ?? "");
    switch (pathname) {
      case "/hono":
        return new Hono().post("*", toHono(receiver)).fetch(request, env, context as never);
      case "/context":
        return receiver.fetch(request, context);
      case "/all":
        return receiver.fetch(request, env, context);
      case "/none":
        return receiver.fetch(request);
      default:
        released.add(searchParams.get("release") ?? "");
        return Response.json(report);
    }
  },
};
