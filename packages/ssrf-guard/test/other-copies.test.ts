import { describe, expect, test } from "vitest";
import { guardedAgent } from "../src/index.ts";
import { localGuard } from "./local-guard.ts";

const local = localGuard();
const { agent, url, closing } = local;

/** By the `fetch` of Node, whose copy of undici is another than the Agent's. */
const globalFetch = (dispatcher: object, to: string): Promise<Response> =>
  fetch(to, { method: "POST", body: "hello", dispatcher } as RequestInit);

/** Does the copy of Node take an Agent of this one's major version? */
const major = Number(process.versions["undici"]?.split(".")[0]);

describe("the global fetch", () => {
  test("sends nothing to an address that is refused", async () => {
    const dispatcher = guardedAgent({ protocols: ["http:"] });
    closing.push(() => dispatcher.destroy());
    const to = `http://127.0.0.1:${local.server.port}/`;
    await expect(globalFetch(dispatcher, to)).rejects.toThrow(TypeError);
    expect(local.server.connections()).toBe(0);
    // The very server does answer what is not guarded.
    expect((await fetch(to)).status).toBe(200);
  });

  test.skipIf(major >= 8)(
    "of an older undici rejects, and says which method it misses",
    async () => {
      local.dns.answer("hooks.example.com", { addresses: ["127.0.0.1"] });
      const { cause } = (await globalFetch(agent(), url()).catch(
        (error: Error) => error as Error,
      )) as Error;
      expect(cause).toMatchObject({
        code: "UND_ERR_INVALID_ARG",
        message: "invalid onRequestStart method",
      });
      expect(local.server.connections()).toBe(0);
      expect(local.dns.asked()).toEqual([]);
    },
  );
});
