/** Declared events, signed by RFC 9421, sent to real servers, recorded in a file and sent again. */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { httpMessageSigner, verifyHttpMessage } from "../src/http-message-signatures.ts";
import { createSender, defineEvents, type Endpoint, versioned } from "../src/index.ts";
import { sqliteAttemptsStore } from "../src/sqlite.ts";
import { attemptsDirectory } from "./attempts-directory.ts";
import { secretValue } from "./sample-request.ts";

const newFile = attemptsDirectory();

interface Taken {
  readonly path: string;
  readonly keyId: string;
  readonly id: string | undefined;
  readonly body: Buffer;
}

const taken: Taken[] = [];
let isDown = false;

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray());
  const { method = "", headers, url: path = "" } = request;
  try {
    const delivery = { method, headers, body, url: new URL(path, base).href };
    const components = ["@method", "@target-uri", "webhook-id"];
    const { keyId, id } = await verifyHttpMessage(delivery, { new: secretValue }, { components });
    taken.push({ path, keyId, id, body });
    response.writeHead(isDown && path === "/v1/a" ? 500 : 204).end();
  } catch {
    response.writeHead(401).end();
  }
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.close());

const events = defineEvents({
  "user.created": versioned("v1", z.object({ name: z.string() })).next(
    "v2",
    z.object({ first: z.string(), last: z.string() }),
    ({ first, last }) => ({ name: `${first} ${last}` }),
  ),
});

let conversions: (string | undefined)[] = [];
const counting: typeof events = {
  ...events,
  convert: (event, version) => {
    conversions.push(version);
    return events.convert(event, version);
  },
};

const oldSecret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const endpointOf = (path: string, version?: string): Endpoint => ({
  id: path,
  url: `${base}/${path}`,
  version,
  secrets: [
    { label: "old", value: oldSecret },
    { label: "new", value: secretValue },
  ],
});

/** This machine may be reached. */
const local = {
  allowHttp: true,
  guard: { allow: [{ cidr: "127.0.0.0/8" }], onAllow: () => undefined },
};

const data = { first: "Zoë", last: "$& $$" };

test("each endpoint gets its version, signed by every secret, and a failure is sent again", async () => {
  const file = newFile();
  using attempts = sqliteAttemptsStore({ file });
  await using sender = createSender({
    events: counting,
    attempts,
    signer: httpMessageSigner({ expiresAfter: 60 }),
    schedule: [0],
    ...local,
  });
  const [v1a, ...others] = [
    endpointOf("v1/a", "v1"),
    endpointOf("v1/b", "v1"),
    endpointOf("v2/a", "v2"),
    endpointOf("newest"),
  ] as [Endpoint, ...Endpoint[]];

  isDown = true;
  const results = await sender.sendAll([v1a, ...others], {
    id: "evt_whole",
    type: "user.created",
    data,
  });
  expect(results.map(({ code }) => code)).toEqual([
    "status_refused",
    "delivered",
    "delivered",
    "delivered",
  ]);
  expect(taken.map(({ keyId, id }) => `${keyId} ${id}`)).toEqual(taken.map(() => "new evt_whole"));
  const sent = Object.fromEntries(
    taken.map(({ path, body }) => [path, JSON.parse(`${body}`).data]),
  );
  const older = { name: "Zoë $& $$" };
  expect(sent).toEqual({ "/v1/a": older, "/v1/b": older, "/v2/a": data, "/newest": data });
  expect(conversions.toSorted(), "once for each version that is asked for").toEqual(
    ["v1", "v2", undefined].toSorted(),
  );

  isDown = false;
  conversions = [];
  const { events: failed } = await attempts.findFailed({ endpointId: "v1/a" });
  expect(failed.map(({ eventId, nextNumber }) => [eventId, nextNumber])).toEqual([
    ["evt_whole", 2],
  ]);
  const event = await attempts.findEvent("evt_whole", "v1");
  const again = { ...event, body: event?.body } as never;
  expect(await sender.attempt(v1a, again, 2)).toMatchObject({ code: "delivered" });
  expect(conversions, "the bytes are those of the first time").toEqual([]);
  expect(
    taken.at(-1)?.body.equals(taken.find(({ path }) => path === "/v1/a")?.body as Buffer),
  ).toBe(true);
  expect((await attempts.findFailed({ endpointId: "v1/a" })).events).toEqual([]);
  expect((await attempts.findAttempts({ endpointId: "v1/a" })).attempts).toHaveLength(2);

  const onDisk = readdirSync(dirname(file))
    .map((name) => readFileSync(join(dirname(file), name), "latin1"))
    .join("");
  expect(onDisk).toContain("evt_whole");
  expect(onDisk).not.toMatch(/whsec_|sig1=|sha-256=/);
});

test("wrong data is refused before anything is sent", async () => {
  await using sender = createSender({ events, ...local });
  const before = taken.length;
  const wrong = { type: "user.created", data: { first: 1, last: "" } };
  await expect(sender.send(endpointOf("v1/a"), wrong as never)).rejects.toMatchObject({
    code: "event_invalid",
    field: "data.first",
  });
  expect(taken).toHaveLength(before);
});
