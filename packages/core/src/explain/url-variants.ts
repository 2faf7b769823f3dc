import { listOf } from "../list-of.ts";
import type { Field } from "../provider.ts";
import type { Finding } from "./explanation.ts";
import {
  formsInQuestion,
  type Hypothesis,
  headerValues,
  signaturesInQuestion,
  type Trial,
} from "./trial.ts";

/** A URL in its parts, each with what separates it; joined they are the URL as it was. */
interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string;
}

type Part = keyof Parts;

interface UrlVariant {
  readonly findings: readonly Finding[];
  readonly parts: Parts;
}

const maxLength = 4096;

/** Variants that each of the others is tried with. */
const mostFirst = 5;

function partsOf(url: string): Parts | undefined {
  const match = url.match(/^([a-z]+:\/\/)([^/?#:]*|\[[^\]]*\])(:\d+)?([^?#]*)(\?[^#]*)?(#.*)?$/i);
  if (!match || url.length > maxLength) return undefined;
  const [, scheme = "", host = "", port = "", path = "", query = ""] = match;
  return { scheme, host, port, path, query };
}

const joined = ({ scheme, host, port, path, query }: Parts): string =>
  scheme + host + port + path + query;

/** What a proxy or a server says was asked for, by its header. */
const told = {
  scheme: ["x-forwarded-proto", "x-forwarded-scheme", "x-url-scheme"],
  host: ["x-forwarded-host", "x-original-host", "host", "x-host"],
  port: ["x-forwarded-port"],
  path: [
    "x-original-url",
    "x-original-uri",
    "x-rewrite-url",
    "x-forwarded-uri",
    "x-envoy-original-path",
    "x-replaced-path",
  ],
  prefix: ["x-forwarded-prefix", "x-script-name", "x-forwarded-path"],
} as const;

/** What is often put before a path, or taken off it. */
const prefixes = [
  "/api",
  "/webhooks",
  "/webhook",
  "/hooks",
  "/prod",
  "/dev",
  "/staging",
  "/default",
  "/v1",
  "/.netlify/functions",
];

const ports = ["", ":443", ":80", ":8080", ":8443", ":3000", ":8000", ":4000", ":5000"];

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function* paths(
  path: string,
  header: (names: readonly string[]) => readonly string[],
): Generator<readonly [string, string]> {
  yield ["without the slash at the end", path.replace(/\/$/, "")];
  yield ["with a slash at the end", path.replace(/\/?$/, "/")];
  yield ["with a single slash at the end", path.replace(/\/+$/, "/")];
  yield ["with percent escapes decoded", decodedPath(path)];
  yield ["with percent escapes", encodeURI(decodedPath(path))];
  yield [
    "with percent escapes in small letters",
    path.replace(/%[\da-f]{2}/gi, (one) => one.toLowerCase()),
  ];
  yield [
    "with percent escapes in capitals",
    path.replace(/%[\da-f]{2}/gi, (one) => one.toUpperCase()),
  ];
  yield ["in small letters", path.toLowerCase()];
  for (const one of header(told.path))
    yield ["that a header tells", one.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/\?.*$/, "")];
  for (const one of [...header(told.prefix), ...prefixes]) {
    yield [`with ${one.length} characters before it`, one.replace(/\/$/, "") + path];
  }
  let rest = path;
  for (let cut = 1; cut <= 4 && /^\/[^/]+\//.test(rest); cut++) {
    rest = rest.replace(/^\/[^/]+/, "");
    yield [`without its first ${cut} segments`, rest];
  }
  if (path !== "/") yield ["of nothing but a slash", "/"];
}

function* queries(query: string): Generator<readonly [string, string]> {
  if (query === "") {
    yield ["a question mark with nothing behind it", "?"];
    return;
  }
  const pairs = query.slice(1).split("&");
  yield ["no query", ""];
  yield ["sorted by name", `?${[...pairs].sort().join("&")}`];
  yield ["in reverse", `?${[...pairs].reverse().join("&")}`];
  yield ["with blanks as %20", query.replaceAll("+", "%20")];
  yield ["with blanks as +", query.replaceAll("%20", "+")];
  yield ["with percent escapes decoded", decodedPath(query)];
  yield ["with percent escapes", encodeURI(decodedPath(query))];
  yield ["as a form has it", `?${new URLSearchParams(query.slice(1))}`];
  for (let i = 0; i < Math.min(pairs.length, 8) && pairs.length > 1; i++) {
    yield [
      `without the parameter ${i + 1} of ${pairs.length}`,
      `?${pairs.toSpliced(i, 1).join("&")}`,
    ];
  }
}

/** The URL with one part changed. */
function* single(
  parts: Parts,
  delivery: Trial["delivery"],
  other: Parts | undefined,
): Generator<UrlVariant> {
  const values = headerValues(delivery);
  const header = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => values.get(name)?.[0]?.split(",")[0]?.trim() ?? []);
  const changed = (part: Part, value: string, evidence: string): UrlVariant => ({
    findings: [{ code: `url_${part}`, evidence: `the signature is right with ${evidence}` }],
    parts: { ...parts, [part]: value },
  });
  const isSecure = parts.scheme === "https://";
  yield changed("scheme", isSecure ? "http://" : "https://", isSecure ? "http" : "https");
  for (const host of header(told.host)) {
    const [, name = "", port = ""] = host.match(/^([^:]*|\[.*\])(:\d+)?$/) ?? [];
    const variant = changed("host", name, "the host that a header tells");
    yield { ...variant, parts: { ...variant.parts, port } };
    yield variant;
  }
  for (const port of ports)
    yield changed("port", port, port === "" ? "no port" : `the port ${port.slice(1)}`);
  for (const port of header(told.port))
    yield changed("port", `:${port}`, "the port that a header tells");
  const bare = parts.host.replace(/^www\./, "");
  yield changed(
    "host",
    bare === parts.host ? `www.${bare}` : bare,
    "www. before the host, or without it",
  );
  yield changed("host", parts.host.toLowerCase(), "the host in small letters");
  for (const [name, path] of paths(parts.path, header))
    yield changed("path", path, `the path ${name}`);
  for (const [name, query] of queries(parts.query))
    yield changed("query", query, `the query ${name}`);
  if (!other) return;
  // What the server saw, where the configuration says something else.
  for (const part of ["path", "query", "host", "port", "scheme"] as const) {
    yield changed(part, other[part], `the ${part} of the delivery's own URL`);
  }
}

const isOfUrl = (field: Field | object): boolean =>
  "query" in field || ("hashOf" in field && field.hashOf === "url");

/** Is the URL signed, or does something that is signed depend on it? What a preset makes itself may be made of it. */
export function signsUrl(trial: Trial): boolean {
  const signatures = signaturesInQuestion(trial);
  const isNamed = signatures.some((one) => "content" in one && /\{(url|path)\}/.test(one.content));
  const isRequired = signatures
    .flatMap((one) => ("requires" in one ? listOf(one.requires ?? []) : []))
    .some((one) => isOfUrl(one) || ("equals" in one && one.equals.includes("{url}")));
  const isMade = formsInQuestion(trial)
    .flatMap(({ fields = {} }) => Object.values(fields))
    .some((field) => typeof field === "function");
  return isNamed || isRequired || isMade;
}

/** The trial with each URL that the provider may have signed: one part is different, and then two. */
export function* urlHypotheses(trial: Trial): Generator<Hypothesis> {
  const parts = signsUrl(trial) ? partsOf(trial.url) : undefined;
  if (!parts) return;
  const { delivery, url } = trial;
  const other = delivery.url === url ? undefined : partsOf(delivery.url);
  const seen = new Set([url]);
  const ofUrl = function* (variants: Iterable<UrlVariant>): Generator<Hypothesis> {
    for (const { findings, parts: changed } of variants) {
      const whole = joined(changed);
      if (seen.has(whole)) continue;
      seen.add(whole);
      yield { findings, trial: { ...trial, url: whole } };
    }
  };
  const variants = [...single(parts, delivery, other)];
  yield* ofUrl(variants);
  // Of those that look the likeliest behind a proxy: its scheme, the host that it tells, its port.
  for (const first of variants.slice(0, mostFirst)) {
    const [before] = first.findings;
    const seconds = [...single(first.parts, delivery, other)];
    const pairs = seconds.filter(({ findings: [after] }) => after?.code !== before?.code);
    yield* ofUrl(pairs.map((one) => ({ ...one, findings: [...first.findings, ...one.findings] })));
  }
}
