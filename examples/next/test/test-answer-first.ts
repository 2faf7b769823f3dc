import { once } from "node:events";
import { connect } from "node:net";
import { sign } from "@hooks/core";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HeldRequests, holdRequests } from "./held-requests.ts";
import { type App, serveApp } from "./start-app.ts";

const runtimes = [
  ["Node.js runtime", "/first/webhooks"],
  ["edge runtime", "/edge/first/webhooks"],
] as const;

/** Does an app take a new connection? */
async function listens({ url }: App): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Tests what answers before its handler has ended, on the app that is running and on others of the same build. */
export function testAnswerFirst(running: () => App, secret: string): void {
  let handlers: HeldRequests;
  let count = 0;

  beforeAll(async () => {
    handlers = await holdRequests();
  });

  afterAll(() => handlers?.close());

  async function send({ url }: App, path: string, id: string): Promise<Response> {
    const body = JSON.stringify({ url: handlers.urlOf(id) });
    const { headers } = await sign(standardWebhooks, { secret, id, body });
    const sent = headers as Record<string, string>;
    return fetch(url + path, { method: "POST", headers: sent, body, redirect: "error" });
  }

  /** Which of these lines the app has said so far. */
  const said = (app: App, id: string): readonly string[] =>
    app.said().filter((line) => line.split(" ").includes(id));

  describe.each(runtimes)("answers first: %s", (_, path) => {
    const nextId = (): string => `first_${++count}`;

    test("the answer comes while the handler runs, and the handler runs to its end", async () => {
      const app = running();
      const id = nextId();
      const answer = await send(app, path, id);
      expect([answer.status, await answer.json()]).toEqual([202, { received: true, eventId: id }]);
      const held = await handlers.asked(id);
      const begun = [`answered ${id} true`, `began ${id}`];
      await expect.poll(() => said(app, id)).toEqual(begun);
      expect((await send(app, path, id)).status).toBe(409);
      held.end();
      const ended = [...begun, `refused ${id} false`, `ended ${id} 200`, `processed ${id} true`];
      await expect.poll(() => said(app, id), { timeout: 20_000 }).toEqual(ended);
      const again = await send(app, path, id);
      expect([again.status, again.headers.get("webhook-duplicate")]).toEqual([202, "true"]);
    });

    test("a handler that fails is reported, and runs again when it is sent again", async () => {
      const app = running();
      const id = nextId();
      for (const times of [1, 2]) {
        expect((await send(app, path, id)).status).toBe(202);
        const held = await handlers.asked(id);
        held.destroy();
        const failed = Array(times).fill(`failed ${id} true`);
        await expect
          .poll(() => said(app, id).filter((line) => line.startsWith("failed")), {
            timeout: 20_000,
          })
          .toEqual(failed);
      }
    });

    test("a server that is told to stop waits for the handler; one that is killed loses it", async () => {
      const stopping = await serveApp(secret);
      try {
        const id = nextId();
        expect((await send(stopping, path, id)).status).toBe(202);
        const held = await handlers.asked(id);
        const stopped = stopping.stop("SIGTERM");
        // It takes no more, and is there all the same.
        await expect.poll(() => listens(stopping), { timeout: 20_000 }).toBe(false);
        expect(said(stopping, id)).not.toContain(`ended ${id} 200`);
        held.end();
        await stopped;
        expect(said(stopping, id).slice(-2)).toEqual([`ended ${id} 200`, `processed ${id} true`]);
      } finally {
        await stopping.close();
      }

      const killed = await serveApp(secret);
      try {
        const id = nextId();
        expect((await send(killed, path, id)).status).toBe(202);
        await handlers.asked(id);
        await killed.stop("SIGKILL");
        expect(said(killed, id)).toEqual([`answered ${id} true`, `began ${id}`]);
      } finally {
        await killed.close();
      }
    });
  });
}
