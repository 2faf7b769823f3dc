import { createReceiver, type Provider } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import {
  delivery,
  endpoint,
  eventBody,
  plain,
  received,
  refusal,
  secret,
} from "./sample-endpoint.ts";
import { first, told } from "./sample-first.ts";
import { sampleHost } from "./sample-host.ts";
import { bodyHmac, provider } from "./sample-providers.ts";
import { sampleQueue } from "./sample-queue.ts";

const body = eventBody();

describe("where the answer can't come first, the handler runs before it", () => {
  const unable = {
    waitUntil: () => {
      throw new Error("not here");
    },
  };
  test.each([
    ["no host", []],
    ["a host without waitUntil", [{}]],
    ["a host whose waitUntil is no function", [{ waitUntil: true }]],
    ["a host that can't", [unable]],
  ])("%s", async (_, hosts) => {
    const { receive, begun, store, outcomes } = first();
    let isAnswered = false;
    const reply = receive(delivery(body), ...(hosts as never[])).finally(() => {
      isAnswered = true;
    });
    const { resolve } = await begun();
    await new Promise((next) => setTimeout(next, 5));
    expect(isAnswered).toBe(false);
    resolve({ status: 201, headers: {}, body: "made" });
    expect(await reply).toEqual({ status: 201, headers: {}, body: "made" });
    expect(store.verbs()).toEqual(["claim", "complete"]);
    expect(told(outcomes)).toEqual([["processed", 201, false]]);
  });

  test("without the option, a host is not asked", async () => {
    const host = sampleHost();
    const { receive, outcomes } = endpoint();
    expect(await receive(delivery(body), host)).toEqual(received());
    expect(host.works).toEqual([]);
    expect(outcomes[0] && "answeredFirst" in outcomes[0]).toBe(false);
  });

  test("a batch: its events run before the answer, in their order", async () => {
    const batched: Provider = {
      ...provider({ signature: bodyHmac }),
      batch: { at: { json: "" }, deliveryId: { json: "id" }, eventType: { json: "type" } },
    };
    const ran: unknown[] = [];
    const { receive, host, outcomes } = first({
      provider: batched,
      on: {
        "*": async ({ id }) => {
          await new Promise((resolve) => setTimeout(resolve));
          ran.push(id);
          if (id === "b") throw new Error("x");
        },
      },
    });
    const reply = await receive(delivery('[{"id":"a"},{"id":"b"},{"id":"c"}]'), host);
    expect(reply).toEqual(refusal(500, "handler_failed"));
    expect(ran).toEqual(["a", "b", "c"]);
    expect(host.works).toEqual([]);
    expect(told(outcomes).map(([kind, , early]) => [kind, early])).toEqual([
      ["processed", false],
      ["failed", false],
      ["processed", false],
    ]);
  });

  test("a part of the receiver that can't be loaded", async () => {
    vi.doMock("../src/answer-first.ts", () => {
      throw new Error("the network is away");
    });
    const { receive, host, begun } = first();
    const reply = receive(delivery(body), host);
    (await begun()).resolve({ status: 201, headers: {}, body: null });
    expect(await reply).toMatchObject({ status: 201 });
    vi.doUnmock("../src/answer-first.ts");
  });
});

describe("fetch", () => {
  const request = () => {
    const { headers } = delivery(body);
    return new Request("https://example.com/", { method: "POST", headers: headers as never, body });
  };

  test("takes the host from whatever stands beside the request", async () => {
    const { fetch, host, begun } = first();
    const env = { SECRET: "text" };
    expect((await fetch(request(), env, host)).status).toBe(202);
    (await begun()).resolve(undefined);
    await Promise.all(host.works);
    expect(host.works).toHaveLength(1);
  });

  test("calls waitUntil on its host, and gives it one promise", async () => {
    class Context {
      #works: unknown[] = [];
      waitUntil(work: unknown): void {
        this.#works.push(work);
      }
      get works() {
        return this.#works;
      }
    }
    const context = new Context();
    const { fetch, begun } = first();
    expect((await fetch(request(), context)).status).toBe(202);
    (await begun()).resolve(undefined);
    expect(context.works).toEqual([expect.any(Promise)]);
  });
});

describe("at creation", () => {
  const created = (options: object) => () =>
    createReceiver({ provider: plain, secret, on: {}, ...options } as never);

  test.each([true, false, "yes", null, 1])("%j is not said clearly enough", (answerFirst) => {
    expect(created({ answerFirst })).toThrow('answerFirst is not "may-lose-events"');
  });

  test("beside a queue, which loses nothing, it is refused", () => {
    const queue = sampleQueue();
    expect(created({ answerFirst: "may-lose-events", queue })).toThrow("beside a queue");
    expect(created({ answerFirst: undefined, queue })).not.toThrow();
  });
});
