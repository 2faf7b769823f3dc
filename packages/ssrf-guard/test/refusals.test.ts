import { fetch, request } from "undici";
import { describe, expect, test, vi } from "vitest";
import type { GuardRefusal } from "../src/index.ts";
import { serveHttp } from "./http-server.ts";
import { localGuard } from "./local-guard.ts";
import { get } from "./quiet-agent.ts";

const local = localGuard();
const { agent, url, closing } = local;

describe("a refusal", () => {
  test("tells whoever runs the guard the address, and nobody else", async () => {
    const told: GuardRefusal[] = [];
    local.dns.answer("hooks.example.com", { addresses: ["127.0.0.1", "10.20.30.40"] });
    const onRefusal = (refusal: GuardRefusal) => {
      told.push(refusal);
      throw new Error("who listens can't change anything");
    };
    const error = await get(agent({ onRefusal }), url()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "GuardError", code: "address_forbidden" });
    expect(JSON.stringify([String(error), (error as Error).stack, error])).not.toMatch(
      /10\.20\.30/,
    );
    expect((error as Error).cause).toBeUndefined();
    const { port } = local.server;
    const hostname = "hooks.example.com";
    expect(told).toEqual([{ code: "address_forbidden", hostname, port, address: "10.20.30.40" }]);
  });

  test("is told of once", async () => {
    const told: GuardRefusal[] = [];
    const onRefusal = (refusal: GuardRefusal) => told.push(refusal);
    const dispatcher = agent({ onRefusal, allow: [] });
    await get(dispatcher, `http://10.0.0.1:${local.server.port}/`).catch(() => undefined);
    await get(dispatcher, "http://vault.internal/").catch(() => undefined);
    await get(dispatcher, "http://nowhere.example.com/").catch(() => undefined);
    const codes = told.map(({ code }) => code);
    expect(codes).toEqual(["address_forbidden", "name_forbidden", "dns_failed"]);
  });

  test("is the cause of what fetch rejects with, on every hop", async () => {
    const other = await serveHttp((_req, res) => res.writeHead(307, { location: url() }).end());
    closing.push(other.close);
    local.dns.answer("hooks.example.com", { addresses: ["10.0.0.1"] });
    const allow = [{ cidr: "127.0.0.1/32" }];
    const dispatcher = agent({ allow });
    const error = await fetch(`http://127.0.0.1:${other.port}/`, { dispatcher }).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as Error).cause).toMatchObject({ code: "address_forbidden" });
    const { statusCode } = await request(`http://127.0.0.1:${other.port}/`, { dispatcher });
    expect(statusCode).toBe(307);
  });
});

describe("what an agent holds is bounded:", () => {
  test("connections to one origin", async () => {
    local.dns.answer("hooks.example.com", { addresses: ["127.0.0.1"] });
    const dispatcher = agent({ agent: { connections: 2 } });
    await Promise.all(Array.from({ length: 20 }, () => get(dispatcher, url())));
    expect(local.server.connections()).toBe(2);
  });

  test("origins; and those that are refused take no place", async () => {
    const dispatcher = agent({ agent: { maxOrigins: 5 } });
    for (let i = 0; i < 20; i++) {
      const refused = get(dispatcher, `http://10.0.${i}.1/`);
      await expect(refused).rejects.toMatchObject({ code: "address_forbidden" });
    }
    expect(Object.keys(dispatcher.stats)).toEqual([]);
    expect(await get(dispatcher, `http://127.0.0.1:${local.server.port}/`)).toBe("200 hello");
  });
});

test("a proxy in the environment is gone past, once that was decided", async () => {
  const proxy = await serveHttp((_req, res) => res.end("proxy"));
  closing.push(proxy.close);
  for (const variable of ["HTTP_PROXY", "http_proxy"]) {
    vi.stubEnv(variable, `http://127.0.0.1:${proxy.port}`);
  }
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  local.dns.answer("hooks.example.com", { addresses: ["127.0.0.1"] }, { addresses: ["10.0.0.1"] });
  const dispatcher = agent({ environmentProxy: "ignore" });
  const response = await fetch(url("once"), { dispatcher });
  expect(await response.text()).toBe("hello");
  await expect(get(dispatcher, url())).rejects.toMatchObject({ code: "address_forbidden" });
  expect(proxy.connections()).toBe(0);
  vi.unstubAllEnvs();
});
