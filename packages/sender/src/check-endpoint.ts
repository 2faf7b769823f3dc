import { createSecureContext } from "node:tls";
import type { ClientCertificate, Endpoint, EndpointSecret } from "./endpoint.ts";
import { isEventTypePattern } from "./event-type.ts";
import { checkHeaders } from "./header-policy.ts";
import { SenderError } from "./sender-error.ts";
import type { Signer } from "./signer.ts";

/** What endpoints are checked against. */
export interface EndpointRules {
  readonly signer: Signer;
  /** What each delivery has; no endpoint can set these. */
  readonly headers: Readonly<Record<string, string>>;
  /** Throws SenderError for a URL that may not be sent to. */
  readonly checkUrl: (url: string) => URL;
}

/** An endpoint that was checked: a copy, which nobody changes. */
export interface CheckedEndpoint extends Endpoint {
  readonly eventTypes: readonly string[];
  readonly active: boolean;
  /** All but those of the signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly concurrency: number;
  readonly ordered: boolean;
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
}

const label = /^[\x20-\x7e]{1,100}$/;
const endpointId = /^[\x21-\x7e]{1,200}$/;
const maxSecrets = 10;
const maxPatterns = 1000;
const defaultConcurrency = 10;

function must(holds: boolean, field: string, message: string): asserts holds {
  if (!holds) throw new SenderError("endpoint_invalid", field, message);
}

const isCount = (value: unknown, most: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most;

function checkSecrets(
  secrets: readonly EndpointSecret[],
  signer: Signer,
): readonly EndpointSecret[] {
  must(Array.isArray(secrets) && secrets.length > 0, "secrets", "has to be a list with a secret");
  must(secrets.length <= maxSecrets, "secrets", `has more than ${maxSecrets}`);
  const labels = new Set<string>();
  return secrets.map((secret: EndpointSecret, i) => {
    const hasLabel = typeof secret?.label === "string" && label.test(secret.label);
    const invalid = (message: string): SenderError =>
      new SenderError("secret_invalid", `secrets.${hasLabel ? secret.label : i}`, message);
    if (!hasLabel) throw invalid("has no label of 1 to 100 ASCII characters");
    if (labels.has(secret.label)) throw invalid("has the label of another");
    labels.add(secret.label);
    const { expiresAt, value } = secret;
    if (expiresAt !== undefined && !(expiresAt instanceof Date && expiresAt.getTime() > 0)) {
      throw invalid("has an expiresAt that is no time");
    }
    if (typeof value !== "string" && !(value instanceof Uint8Array)) throw invalid("has no value");
    if (value.length === 0) throw invalid("is empty: is its environment variable set?");
    signer.checkSecret(secret);
    return { label: secret.label, value, ...(expiresAt && { expiresAt: new Date(expiresAt) }) };
  });
}

function checkCertificate(given: ClientCertificate): ClientCertificate {
  const { certificate, privateKey, passphrase } = given;
  let isUsable = typeof certificate === "string" && typeof privateKey === "string";
  try {
    if (isUsable) createSecureContext({ cert: certificate, key: privateKey, passphrase });
  } catch {
    // What it says may show the key.
    isUsable = false;
  }
  must(isUsable, "clientCertificate", "is no PEM certificate with its private key");
  return { certificate, privateKey, ...(passphrase !== undefined && { passphrase }) };
}

/**
 * Checks an endpoint.
 *
 * @throws SenderError `endpoint_invalid`, `secret_invalid`
 */
export function checkEndpoint(endpoint: Endpoint, rules: EndpointRules): CheckedEndpoint {
  must(typeof endpoint === "object" && endpoint !== null, "endpoint", "is no object");
  const { id, rateLimit, clientCertificate, version } = endpoint;
  const { eventTypes = ["*"], active = true, ordered = false, headers = {} } = endpoint;
  const { concurrency = ordered ? 1 : defaultConcurrency } = endpoint;
  must(
    typeof id === "string" && endpointId.test(id),
    "id",
    "has to be 1 to 200 visible ASCII characters",
  );
  const url = rules.checkUrl(endpoint.url);
  must(
    Array.isArray(eventTypes) && eventTypes.length > 0 && eventTypes.length <= maxPatterns,
    "eventTypes",
    `has to be a list of 1 to ${maxPatterns}`,
  );
  for (const [i, one] of eventTypes.entries()) {
    must(isEventTypePattern(one), `eventTypes.${i}`, "is no event type, with .* behind it or not");
  }
  must(typeof active === "boolean", "active", "has to be a boolean");
  must(typeof ordered === "boolean", "ordered", "has to be a boolean");
  must(isCount(concurrency, 1000), "concurrency", "has to be an integer from 1 to 1000");
  must(!ordered || concurrency === 1, "concurrency", "has to be 1 where events are ordered");
  must(version === undefined || /^[\x21-\x7e]{1,100}$/.test(version), "version", "is none");
  must(
    rateLimit === undefined ||
      (isCount(rateLimit.count, 10_000) && isCount(rateLimit.perMs, 86_400_000)),
    "rateLimit",
    "has to have a count up to 10,000 and perMs up to a day, integers both",
  );
  must(typeof headers === "object" && headers !== null, "headers", "has to be a record");
  return Object.freeze({
    id,
    url: url.href,
    origin: url.origin,
    path: url.pathname + url.search,
    secrets: checkSecrets(endpoint.secrets, rules.signer),
    eventTypes: [...eventTypes],
    active,
    headers: { ...checkHeaders(headers, rules.signer.headers), ...rules.headers },
    concurrency,
    ordered,
    rateLimit: rateLimit && { ...rateLimit },
    version,
    metadata: endpoint.metadata,
    clientCertificate: clientCertificate && checkCertificate(clientCertificate),
  });
}
