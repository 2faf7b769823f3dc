/** The two files of a provider, made of the answers: its literal, and a vector that the literal's own words make. */
import { execFileSync } from "node:child_process";
import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { Answers, Place, Unit } from "./provider-answers.ts";
import { camelCase, root } from "./workspace.ts";

/** Everything that is signed is signed then. */
const now = 1_700_000_000_000;
const url = "https://example.com/webhooks";

/** The source of the literal, as Biome prints it. */
export function literalSource({ id, name, docs, places, scheme, secret }: Answers): string {
  const { signature, timestamp, id: deliveryId, type: eventType } = places;
  const isKeyed = scheme.scheme !== "token";
  // Without anything between them, only how the body begins says where the time ends.
  const isJoined = isKeyed && scheme.content.includes("{timestamp}{body}");
  const lines: readonly (readonly [name: string, value: unknown])[] = [
    ["scheme", scheme.scheme],
    ["hash", isKeyed ? scheme.hash : undefined],
    ["field", signature],
    ["encoding", isKeyed ? scheme.encoding : "utf8"],
    ["content", isKeyed ? scheme.content : undefined],
    ["secret", secret],
  ];
  const provider: typeof lines = [
    ["timestamp", timestamp],
    ["bodyStart", isJoined ? "{" : undefined],
    ["deliveryId", deliveryId],
    ["eventType", eventType],
  ];
  const written = (entries: typeof lines): string =>
    entries
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)},\n`)
      .join("");
  const text = `import type { Provider } from "@hooks/core";

/** ${name}: ${docs} */
export const ${camelCase(id)}: Provider = {
${written(Object.entries({ id, name, docs }))}signature: {
${written(lines)}},
${written(provider)}};
`;
  const file = `--stdin-file-path=packages/providers/src/${id}.ts`;
  return execFileSync("biome", ["format", file], { cwd: root, input: text, encoding: "utf8" });
}

const timeAs = (unit: Unit): string =>
  ({
    s: String(now / 1000),
    ms: String(now),
    iso: new Date(now).toISOString().replace(".000", ""),
  })[unit];

/** A body that holds at these paths these values. */
function bodyWith(values: readonly (readonly [Place | undefined, string | number])[]): string {
  const body: Record<string, unknown> = {};
  for (const [place, value] of values) {
    if (place === undefined || !("json" in place)) continue;
    const path = place.json.split(".");
    const last = path.pop() ?? "";
    let at = body;
    for (const name of path) {
      at[name] ??= {};
      at = at[name] as Record<string, unknown>;
    }
    at[last] = value;
  }
  return JSON.stringify(Object.keys(body).length > 0 ? body : { hello: "world" });
}

interface Key {
  /** What the receiver has. */
  readonly secret: string;
  readonly sign: (content: string) => Buffer;
}

/** A key that nobody uses: it follows from the id. */
function keyOf({ id, scheme, secret }: Answers): Key {
  const bytes = createHash("sha256").update(`the test secret of ${id}`).digest();
  const written = (key: Buffer): string =>
    `${secret?.prefix ?? ""}${key.toString((secret?.encoding ?? "hex") as BufferEncoding)}`;
  if (scheme.scheme === "ed25519") {
    // RFC 8410: what stands before the 32 bytes of a private key.
    const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), bytes]);
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const { x = "" } = createPublicKey(key).export({ format: "jwk" });
    return {
      secret: written(Buffer.from(x, "base64url")),
      sign: (content) => sign(null, Buffer.from(content), key),
    };
  }
  const text = secret ? written(bytes) : `${id.replaceAll("-", "_")}_test_secret`;
  const hash = scheme.scheme === "hmac" ? (scheme.hash ?? "") : "";
  const key = secret ? bytes : text;
  return {
    secret: text,
    sign: (content) => createHmac(hash.replace("-", ""), key).update(content).digest(),
  };
}

/** The text of the vector file. Made by Node's own crypto and not by the engine, which is to be tested by it. */
export function vectorSource(answers: Answers): string {
  const { places, scheme } = answers;
  const time = timeAs(places.timestamp?.unit ?? "s");
  const isNumber = places.timestamp?.unit !== "iso";
  const body = bodyWith([
    [places.timestamp, isNumber ? Number(time) : time],
    [places.id, "evt_1"],
    [places.type, "order.paid"],
  ]);
  const values: Record<string, string> = {
    body,
    timestamp: time,
    id: "evt_1",
    type: "order.paid",
    url,
    path: new URL(url).pathname,
    method: "POST",
  };
  const filled = (template: string): string =>
    template.replaceAll(/\{(\w+)(?::\w+)?\}/g, (_, name: string) => values[name] ?? "");
  const key = keyOf(answers);
  values["signature"] =
    scheme.scheme === "token"
      ? key.secret
      : key.sign(filled(scheme.content)).toString(scheme.encoding as BufferEncoding);
  const vector = {
    name: "a made delivery",
    origin: "generated",
    secret: key.secret,
    now,
    request: {
      method: "POST",
      url,
      headers: Object.fromEntries([
        ["Content-Type", "application/json"],
        ...places.headers.map(({ name, template }) => [name, filled(template)]),
      ]),
      body,
    },
    expect: { ...(places.id && { id: "evt_1" }), ...(places.type && { type: "order.paid" }) },
  };
  return `${JSON.stringify([vector], null, 2)}\n`;
}
