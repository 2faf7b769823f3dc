import type { LookupFunction } from "node:net";
import { describe, expect, test } from "vitest";
import { guardedAgent } from "../src/index.ts";
import { serveHttp } from "./http-server.ts";
import { localGuard } from "./local-guard.ts";
import { get } from "./quiet-agent.ts";

const local = localGuard();
const { agent, url, closing } = local;

describe("a warm connection", () => {
  test("is used again, without a lookup, and stays on the vetted address", async () => {
    local.dns.answer(
      "hooks.example.com",
      { addresses: ["127.0.0.1"] },
      { addresses: ["10.0.0.1"] },
    );
    const dispatcher = agent({ agent: { connections: 1 } });
    for (let i = 0; i < 20; i++) expect(await get(dispatcher, url())).toBe("200 hello");
    expect(local.server.connections()).toBe(1);
    // One question for each family.
    expect(local.dns.asked()).toEqual(["hooks.example.com", "hooks.example.com"]);
  });

  test("is followed by a lookup of its own when it ends", async () => {
    local.dns.answer(
      "hooks.example.com",
      { addresses: ["127.0.0.1"] },
      { addresses: ["10.0.0.1"] },
    );
    const dispatcher = agent();
    expect(await get(dispatcher, url("once"))).toBe("200 hello");
    await expect(get(dispatcher, url("once"))).rejects.toMatchObject({ code: "address_forbidden" });
    expect(local.dns.asked().length).toBe(4);
  });
});

describe("a lookup", () => {
  test("is for an absolute name, so that no search domain is added", async () => {
    const asked: string[] = [];
    const lookup: LookupFunction = (name, options, callback) => {
      asked.push(name);
      local.dns.lookup(name, options, callback);
    };
    local.dns.answer("hooks.example.com", { addresses: ["127.0.0.1"] });
    const dispatcher = agent({ lookup });
    await get(dispatcher, url("once"));
    await get(dispatcher, `http://hooks.example.com.:${local.server.port}/once`);
    expect(asked).toEqual(["hooks.example.com.", "hooks.example.com."]);
  });

  test("happens once for each connection: what it says is what is connected to", async () => {
    let count = 0;
    const lookup: LookupFunction = (_name, _options, callback) => {
      count++;
      callback(null, [{ address: count === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }]);
    };
    expect(await get(agent({ lookup }), url())).toBe("200 hello");
    expect(count).toBe(1);
  });

  test("may give one address, in the older form", async () => {
    const lookup: LookupFunction = (_name, _options, callback) => callback(null, "127.0.0.1", 4);
    expect(await get(agent({ lookup }), url())).toBe("200 hello");
    const inner: LookupFunction = (_name, _options, callback) => callback(null, "10.0.0.1", 4);
    await expect(get(agent({ lookup: inner }), url())).rejects.toMatchObject({
      code: "address_forbidden",
    });
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
      "dns_failed",
    ],
    ["fails", (callback: CallableFunction) => callback(new Error("broken")), "dns_failed"],
    ["gives nothing", (callback: CallableFunction) => callback(null, []), "dns_failed"],
    ["gives undefined", (callback: CallableFunction) => callback(null), "dns_failed"],
    ["gives null", (callback: CallableFunction) => callback(null, [null]), "dns_failed"],
    [
      "gives a name",
      (callback: CallableFunction) => callback(null, [{ address: "localhost", family: 4 }]),
      "address_forbidden",
    ],
    [
      "gives a short form",
      (callback: CallableFunction) => callback(null, [{ address: "127.1", family: 4 }]),
      "address_forbidden",
    ],
    [
      "gives a zone",
      (callback: CallableFunction) => callback(null, [{ address: "fe80::1%lo", family: 6 }]),
      "address_forbidden",
    ],
    [
      "gives a number",
      (callback: CallableFunction) => callback(null, [{ address: 2130706433, family: 4 }]),
      "address_forbidden",
    ],
    [
      "lies about the family",
      (callback: CallableFunction) => callback(null, [{ address: "10.0.0.1", family: 6 }]),
      "address_forbidden",
    ],
  ])("that %s is no way in", async (_what, answer, code) => {
    const lookup = ((_name: string, _options: object, callback: CallableFunction) =>
      answer(callback)) as unknown as LookupFunction;
    await expect(get(agent({ lookup }), url())).rejects.toMatchObject({ code });
    expect(local.server.connections()).toBe(0);
  });

  test("that does not answer counts against the time to connect", async () => {
    local.dns.answer("hooks.example.com", "silence");
    const dispatcher = agent({ connectTimeoutMs: 200 });
    const startedAt = performance.now();
    await expect(get(dispatcher, url())).rejects.toMatchObject({ code: "connect_timeout" });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(199);
    const forgotten = agent({ connectTimeoutMs: 200, lookup: () => undefined });
    await expect(get(forgotten, url())).rejects.toMatchObject({ code: "connect_timeout" });
    expect(local.server.connections()).toBe(0);
  });

  test("that answers too late connects to nothing", async () => {
    let answer: (() => void) | undefined;
    const lookup: LookupFunction = (_name, _options, callback) => {
      answer = () => callback(null, [{ address: "127.0.0.1", family: 4 }]);
    };
    const dispatcher = agent({ connectTimeoutMs: 100, lookup });
    await expect(get(dispatcher, url())).rejects.toMatchObject({ code: "connect_timeout" });
    answer?.();
    await get(agent(), `http://127.0.0.1:${local.server.port}/`);
    // That of the request that was meant to arrive.
    expect(local.server.connections()).toBe(1);
  });
});

describe("several addresses", () => {
  test("are tried in turn, when all are vetted", async () => {
    // Nobody listens at ::1 on this port.
    local.dns.answer("hooks.example.com", { addresses: ["127.0.0.1", "::1"] });
    const lookup: LookupFunction = (name, options, callback) =>
      local.dns.lookup(name, options, (error, answers) =>
        callback(error, (answers as { address: string; family: number }[]).toReversed()),
      );
    const allow = [{ cidr: "127.0.0.1/32" }, { cidr: "::1/128" }];
    expect(await get(agent({ allow, lookup }), url())).toBe("200 hello");
    await expect(get(agent({ lookup }), url())).rejects.toMatchObject({
      code: "address_forbidden",
    });
  });

  test("are tried up to four of a family, so that no name makes a flood", async () => {
    const answers = Array.from({ length: 60 }, (_, i) => `127.0.1.${i + 1}`);
    local.dns.answer("hooks.example.com", { addresses: answers });
    const dispatcher = agent({ allow: [{ cidr: "127.0.0.0/8" }] });
    const error = await get(dispatcher, url()).catch((thrown: unknown) => thrown);
    expect((error as AggregateError).errors?.length).toBe(4);
  });
});

describe("a socket", () => {
  test("that has arrived elsewhere than at a vetted address is closed before a byte is written", async () => {
    // 0.0.0.0 means this host: the system connects to 127.0.0.1.
    const allow = [{ cidr: "0.0.0.0/32" }];
    const dispatcher = agent({ allow });
    const plain = get(dispatcher, `http://0.0.0.0:${local.server.port}/`);
    await expect(plain).rejects.toMatchObject({ code: "address_forbidden" });
    const overTls = agent({ allow, protocols: ["https:"] });
    const secure = get(overTls, `https://0.0.0.0:${local.server.port}/`);
    await expect(secure).rejects.toMatchObject({ code: "address_forbidden" });
    await expect.poll(() => [local.server.connections(), local.server.open()]).toEqual([2, 0]);
    expect(local.server.bytes()).toBe(0);
  });

  test("is not even opened for an address in the URL", async () => {
    const dispatcher = agent({ allow: [] });
    for (const host of ["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "localhost"]) {
      await expect(get(dispatcher, `http://${host}:${local.server.port}/`)).rejects.toMatchObject({
        code: host === "localhost" ? "name_forbidden" : "address_forbidden",
      });
    }
    expect(local.server.connections()).toBe(0);
  });
});

describe("a private name", () => {
  test("that the allow-list opens is held to the list", async () => {
    const names: string[] = [];
    const lookup: LookupFunction = (name, _options, callback) => {
      names.push(name);
      callback(null, [{ address: name === "public" ? "8.8.8.8" : "127.0.0.1", family: 4 }]);
    };
    const dispatcher = agent({ lookup });
    expect(await get(dispatcher, `http://receiver.internal:${local.server.port}/once`)).toBe(
      "200 hello",
    );
    expect(await get(dispatcher, `http://receiver:${local.server.port}/once`)).toBe("200 hello");
    await expect(get(dispatcher, `http://public:${local.server.port}/`)).rejects.toMatchObject({
      code: "address_forbidden",
    });
    await expect(get(dispatcher, "http://receiver/")).rejects.toMatchObject({
      code: "name_forbidden",
    });
    expect(names).toEqual(["receiver.internal", "receiver", "public"]);
  });

  test("is resolved as the system does, by default", async () => {
    const here = await serveHttp((_req, res) => res.end("here"), "localhost");
    closing.push(here.close);
    const allow = [{ cidr: "127.0.0.0/8" }, { cidr: "::1/128" }];
    const made = guardedAgent({ protocols: ["http:"], allow, onAllow: () => undefined });
    closing.push(() => made.destroy());
    expect(await get(made, `http://localhost:${here.port}/`)).toBe("200 here");
  });
});
