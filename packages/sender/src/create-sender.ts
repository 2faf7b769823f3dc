import { askPermission } from "./ask-permission.ts";
import { attemptOnce } from "./attempt-once.ts";
import { type CheckedEndpoint, checkEndpoint } from "./check-endpoint.ts";
import { checkUrl } from "./check-url.ts";
import type { Endpoint } from "./endpoint.ts";
import { enabled } from "./endpoint-policy.ts";
import { engineOf, protocolsOf } from "./engine-of.ts";
import type { EventInput, EventsByType, PreparedEvent } from "./event.ts";
import { isPrepared, prepareEvent, stampEvent } from "./prepare-event.ts";
import { sendEvent } from "./send-event.ts";
import type { AnyEvent, Sender } from "./sender.ts";
import { SenderError } from "./sender-error.ts";
import type { SenderOptions } from "./sender-options.ts";

/** The Standard Webhooks specification says so. */
const largeBytes = 20_480;
const defaultMaxBodyBytes = 262_144;

function checkNumber(number: number): void {
  if (Number.isSafeInteger(number) && number >= 1) return;
  throw new SenderError("option_invalid", "number", "has to be a whole number from 1");
}

/**
 * Makes a sender.
 *
 * @throws SenderError `option_invalid`, `endpoint_invalid`, `secret_invalid`: at creation, so that a wrong configuration
 * doesn't start
 */
export function createSender<Events extends EventsByType = EventsByType>(
  options: SenderOptions<Events> = {},
): Sender<Events> {
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  const protocols = protocolsOf(options);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new SenderError("option_invalid", "maxBodyBytes", "has to be a whole number from 1");
  }
  const engine = engineOf(options);
  const { clock, signer, pending, tell } = engine;
  const rules = {
    signer,
    headers: engine.headers,
    checkUrl: (url: string) => checkUrl(url, { ...options.guard, protocols }),
  };
  const checked = new WeakMap<Endpoint, CheckedEndpoint>();
  const byId = new Map<string, CheckedEndpoint>();

  const endpointOf = (endpoint: Endpoint | string): CheckedEndpoint => {
    const known = typeof endpoint === "string" ? byId.get(endpoint) : checked.get(endpoint);
    if (known) return known;
    if (typeof endpoint === "string") {
      throw new SenderError("endpoint_invalid", "endpoint", "is none of the sender's");
    }
    const made = checkEndpoint(endpoint, rules);
    checked.set(endpoint, made);
    return made;
  };

  for (const endpoint of options.endpoints ?? []) {
    const one = endpointOf(endpoint);
    if (byId.has(one.id)) throw new SenderError("endpoint_invalid", "id", "is that of another");
    byId.set(one.id, one);
  }

  const preparing = { types: options.events, maxBodyBytes, now: clock.now };
  const prepare = async (event: EventInput, version?: string): Promise<PreparedEvent> => {
    const made = await prepareEvent(event, version, preparing);
    const { id, type, body } = made;
    if (body.length > largeBytes) {
      tell({ type: "event.large", eventId: id, eventType: type, bytes: body.length });
    }
    return made;
  };
  const preparedOf = (
    event: AnyEvent,
    version: string | undefined,
  ): PreparedEvent | Promise<PreparedEvent> =>
    isPrepared(event) ? event : prepare(event, version);

  const send: Sender<Events>["send"] = async (given, event, { signal, number = 1 } = {}) => {
    checkNumber(number);
    const endpoint = endpointOf(given);
    const prepared = preparedOf(event, endpoint.version);
    return await sendEvent(engine, prepared, { endpoint, number, signal });
  };

  const sendAll: Sender<Events>["sendAll"] = async (given, event, { signal } = {}) => {
    const endpoints = Array.from(given, endpointOf);
    // One id and one time for all, whatever the version.
    const stamped = stampEvent(event, clock.now);
    const byVersion = new Map<string | undefined, PreparedEvent>();
    for (const { version } of endpoints) {
      if (!byVersion.has(version)) byVersion.set(version, await prepare(stamped, version));
    }
    const results: ReturnType<typeof sendEvent>[] = [];
    for (const endpoint of endpoints) {
      await pending.room();
      const prepared = byVersion.get(endpoint.version) as PreparedEvent;
      results.push(sendEvent(engine, prepared, { endpoint, number: 1, signal }));
    }
    return Promise.all(results);
  };

  const close: Sender["close"] = async ({ graceMs } = {}) => {
    engine.closing.stop();
    engine.lanes.close();
    engine.turns.close();
    const timer =
      graceMs === undefined ? undefined : setTimeout(() => engine.exchanges.stop(), graceMs);
    await engine.lanes.idle();
    await pending.none();
    clearTimeout(timer);
    await engine.agents.close();
  };

  return {
    send,
    sendAll,
    attempt: async (given, event, number, { signal, attemptsBefore = 0 } = {}) => {
      checkNumber(number);
      const endpoint = endpointOf(given);
      const prepared = await preparedOf(event, endpoint.version);
      return attemptOnce(engine, { endpoint, event: prepared, number, signal, attemptsBefore });
    },
    prepare: (event, version) => prepare(event, version),
    checkEndpoint: (endpoint) => void endpointOf(endpoint),
    askPermission: async (given, request) => askPermission(engine, endpointOf(given), request),
    ready: (endpointId) => pending.room(endpointId),
    endpointState: async (endpointId) => (await engine.states.read(endpointId)) ?? {},
    enableEndpoint: async (endpointId) => engine.states.update(endpointId, enabled),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
