import { readFileSync } from "node:fs";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { Agents } from "./agents.ts";
import { standardBreaker } from "./breaker.ts";
import { systemClock } from "./clock.ts";
import { standardEndpointPolicy } from "./endpoint-policy.ts";
import { memoryEndpointStates } from "./endpoint-state.ts";
import { type Engine, tellSafely } from "./engine.ts";
import type { EventsByType } from "./event.ts";
import { Exchanges } from "./exchanges.ts";
import { Lanes } from "./lanes.ts";
import { Pending } from "./pending.ts";
import { providerSigner } from "./provider-signer.ts";
import { Redaction } from "./redaction.ts";
import { standardRetries } from "./retry-policy.ts";
import { SenderError } from "./sender-error.ts";
import type { SenderOptions } from "./sender-options.ts";
import { Stop } from "./stop.ts";
import { Turns } from "./turns.ts";

const dayMs = 86_400_000;

function must(holds: boolean, field: string, message: string): void {
  if (!holds) throw new SenderError("option_invalid", field, message);
}

/** A whole number between two bounds, or the default. */
function count(
  options: object,
  field: string,
  fallback: number,
  [least, most]: readonly [number, number],
): number {
  const value: unknown = Reflect.get(options, field) ?? fallback;
  must(
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    field,
    `has to be a whole number from ${least} to ${most}`,
  );
  return value as number;
}

function defaultUserAgent(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return `hooks-sender/${(JSON.parse(text) as { readonly version: string }).version}`;
}

/** Of the URLs that endpoints may have. */
export const protocolsOf = ({
  allowHttp,
}: Pick<SenderOptions, "allowHttp">): readonly ("https:" | "http:")[] =>
  allowHttp ? ["https:", "http:"] : ["https:"];

const isShare = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;

/** Policy of the options, checked. */
function policiesOf(options: SenderOptions): Pick<Engine, "policy" | "retries"> {
  const { schedule = standardRetries.schedule, jitter = standardRetries.jitter } = options;
  must(
    Array.isArray(schedule) &&
      schedule.length > 0 &&
      schedule.length <= 100 &&
      schedule.every((ms) => Number.isFinite(ms) && ms >= 0 && ms <= 20 * dayMs),
    "schedule",
    "has to be a list of 1 to 100 times in milliseconds, none above 20 days",
  );
  must(
    Array.isArray(jitter) && jitter.length === 2 && jitter.every(isShare) && jitter[0] <= jitter[1],
    "jitter",
    "has to be two shares between 0 and 1",
  );
  const breaker = { ...standardBreaker, ...options.breaker };
  must(isShare(breaker.failureShare), "breaker.failureShare", "has to be between 0 and 1");
  for (const name of ["minAttempts", "windowMs", "halfOpenAfterMs"] as const) {
    must(breaker[name] >= 1 && breaker[name] <= dayMs, `breaker.${name}`, "has to be positive");
  }
  const policy = { ...standardEndpointPolicy, ...options.endpointPolicy, breaker };
  for (const name of ["slowMs", "failingAfterMs", "disabledAfterMs"] as const) {
    must(policy[name] >= 0, `endpointPolicy.${name}`, "has to be a time in milliseconds");
  }
  return { policy, retries: { ...standardRetries, schedule: [...schedule], jitter } };
}

/**
 * Makes what a sender is made of.
 *
 * @throws SenderError `option_invalid`
 */
export function engineOf<Events extends EventsByType>(options: SenderOptions<Events>): Engine {
  const { provider, signer, certificateAuthorities, userAgent = defaultUserAgent() } = options;
  must(!provider || !signer, "signer", "stands instead of a provider");
  must(
    /^[\x21-\x7e][\x20-\x7e]{0,199}$/.test(userAgent),
    "userAgent",
    "has to be ASCII in one line",
  );
  const clock = { ...systemClock, ...options.clock };
  const concurrency = count(options, "concurrency", 200, [1, 10_000]);
  const reserved = count(options, "reserved", Math.floor(concurrency / 5), [0, concurrency - 1]);
  const maxPending = count(options, "maxPending", 10_000, [1, 10_000_000]);
  const share = Math.min(1000, maxPending);
  const maxOfOne = count(options, "maxPendingPerEndpoint", share, [1, maxPending]);
  const connectTimeoutMs = count(options, "connectTimeoutMs", 5000, [1, 600_000]);
  const limits = {
    deadlineMs: count(options, "deadlineMs", 15_000, [1, 600_000]),
    maxReplyBytes: count(options, "maxReplyBytes", 16_384, [0, 10_485_760]),
  };
  return {
    agents: new Agents({
      guard: options.guard ?? {},
      protocols: protocolsOf(options),
      connectTimeoutMs,
      connections: concurrency,
      certificateAuthorities,
    }),
    attempts: options.attempts,
    clock,
    exchanges: new Exchanges(limits),
    lanes: new Lanes({ concurrency, reserved, clock }),
    limits,
    pending: new Pending(maxPending, maxOfOne),
    ...policiesOf(options),
    redaction: new Redaction(),
    signer: signer ?? providerSigner(provider ?? standardWebhooks),
    states: options.states ?? memoryEndpointStates(),
    turns: new Turns(),
    headers: {
      "content-type": "application/json",
      "user-agent": userAgent,
      // So that what is read is what was sent, and cannot grow.
      "accept-encoding": "identity",
    },
    tellAttempt: tellSafely(options.onAttempt),
    tell: tellSafely(options.onReport),
    closing: new Stop(),
  };
}
