import { assertProviderSecrets } from "./assert-secrets.ts";
import type { Handler } from "./event.ts";
import type { Endpoint } from "./flow.ts";
import { formsOf } from "./forms-of.ts";
import { createKeyCache } from "./key-cache.ts";
import { listOf } from "./list-of.ts";
import type { EndpointOptions } from "./receiver-options.ts";
import type { SchemaByType, StandardSchema } from "./schema.ts";
import { labelSecrets } from "./secrets.ts";
import { WebhookError } from "./webhook-error.ts";

/** Options of any of the ways to give events their types. */
export type AnyOptions = EndpointOptions & {
  readonly on: object;
  readonly schema?: StandardSchema | SchemaByType | undefined;
};

/** Beyond the handler's time: for the store, and for clocks that differ. */
const leaseMarginMs = 5000;
const dayMs = 86_400_000;
/** What `setTimeout` takes. */
const maxTimeoutMs = 2_147_483_647;

function assertOption(isRight: boolean, problem: string): void {
  if (!isRight) throw new WebhookError("option_invalid", problem);
}

const isFunction = (value: unknown): boolean => typeof value === "function";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

/** An option's number, or its default. */
function positive(
  options: EndpointOptions,
  name: "timeoutMs" | "maxBodyBytes" | "storeTimeoutMs" | "completedTtlMs",
  byDefault: number,
  most: number = maxTimeoutMs,
): number {
  const value = options[name] ?? byDefault;
  const isRight = typeof value === "number" && value > 0 && value <= most;
  assertOption(isRight, `${name} is not a positive number in range`);
  return value;
}

function escapedScope(scope: unknown): string {
  try {
    if (typeof scope === "string") return encodeURIComponent(scope);
  } catch {
    // As below.
  }
  throw new WebhookError("option_invalid", "scope is not well-formed text");
}

function scopeOf(scope: EndpointOptions["scope"] = "default"): Endpoint["scopeOf"] {
  if (typeof scope === "function") return (delivery) => escapedScope(scope(delivery));
  const escaped = escapedScope(scope);
  return () => escaped;
}

function handlersOf(on: object): ReadonlyMap<string, Handler> {
  assertOption(isObject(on), "on is not an object of handlers");
  const handlers = new Map<string, Handler>(Object.entries(on));
  for (const [type, handler] of handlers) {
    assertOption(isFunction(handler), `the handler of "${type}" is not a function`);
  }
  return handlers;
}

/** Keeps `onOutcome` from changing an answer, whether it throws or rejects. */
function reporter(onOutcome: EndpointOptions["onOutcome"]): Endpoint["report"] {
  if (onOutcome === undefined) return undefined;
  return (outcome) => {
    try {
      return Promise.resolve(onOutcome(outcome)).catch(() => undefined);
    } catch {
      return undefined; // The answer is settled.
    }
  };
}

/**
 * Checks a receiver's options and fills in their defaults. What is changed in them afterwards changes nothing.
 *
 * @throws WebhookError `secret_invalid`, `option_invalid`
 */
export function endpointOf(options: AnyOptions): Endpoint {
  const { provider, secret, form, url, store, schema, claimBy = "id" } = options;
  const { tolerance = 0, now = Date.now, keys = createKeyCache(), onOutcome } = options;
  formsOf(provider, form);
  assertOption(
    /^[a-z0-9-]+$/.test(provider.id),
    "provider.id holds more than a-z, 0-9 and hyphens",
  );
  const isAsked = typeof secret === "function";
  if (!isAsked) assertProviderSecrets(provider, secret, form);
  assertOption(typeof tolerance === "number" && tolerance >= 0, "tolerance is not in seconds");
  assertOption(isFunction(now), "now is not a function");
  assertOption(onOutcome === undefined || isFunction(onOutcome), "onOutcome is not a function");
  assertOption(keys.documents instanceof Map, "keys is not what createKeyCache makes");
  assertOption(claimBy === "id" || claimBy === "body", 'claimBy is neither "id" nor "body"');
  const isStore =
    isFunction(store?.claim) && isFunction(store?.complete) && isFunction(store?.release);
  assertOption(store === undefined || isStore, "store lacks claim, complete or release");
  assertOption(
    schema === undefined || isObject(schema) || isFunction(schema),
    "schema is neither a schema nor an object of them",
  );
  assertOption(
    url !== undefined || !/\{url\}|"hashOf":"url"/.test(JSON.stringify(provider)),
    `url is needed: ${provider.id} signs it`,
  );
  const verifyTokens = listOf(options.verifyToken ?? []);
  assertOption(
    verifyTokens.every((one) => typeof one === "string" && one.trim() !== ""),
    "verifyToken is not text, or empty",
  );
  const { onHandshake } = options;
  assertOption(
    onHandshake === undefined || isFunction(onHandshake),
    "onHandshake is not a function",
  );
  const timeoutMs = positive(options, "timeoutMs", 25_000);
  const { queue, answerFirst } = options;
  assertOption(queue === undefined || isFunction(queue?.enqueue), "queue lacks enqueue");
  assertOption(
    answerFirst === undefined || (answerFirst === "may-lose-events" && !queue),
    'answerFirst is not "may-lose-events", or beside a queue',
  );
  return {
    provider,
    queue,
    answerFirst,
    verification: { secret, now, tolerance: options.tolerance, url, form, keys },
    secrets: isAsked ? undefined : labelSecrets(secret),
    store,
    scopeOf: scopeOf(options.scope),
    claimBy,
    handlers: handlersOf(options.on),
    verifyTokens,
    onHandshake,
    schema: schema === undefined || "~standard" in schema ? schema : { ...schema },
    timeoutMs,
    leaseMs: timeoutMs + leaseMarginMs,
    maxBodyBytes: positive(options, "maxBodyBytes", 10 * 1024 * 1024),
    storeTimeoutMs: positive(options, "storeTimeoutMs", 2000),
    completedTtlMs: positive(options, "completedTtlMs", 7 * dayMs, 36_500 * dayMs),
    report: reporter(onOutcome),
  };
}
