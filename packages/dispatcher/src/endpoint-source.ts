import { type Endpoint, isSubscribed, type Sender } from "@hooks/sender";
import { DispatcherError } from "./dispatcher-error.ts";

/**
 * Where endpoints are looked up, at each publishing and again before each attempt: so that a changed secret, URL or
 * switch holds for the events that wait already.
 *
 * An object that is given again while nothing changed spares the sender checking it again.
 */
export interface EndpointSource {
  /**
   * The endpoints that an event of this type may go to; those that are not subscribed to it may be among them.
   *
   * @param tenant what `publish` was given
   */
  readonly forType: (
    eventType: string,
    tenant: string | undefined,
  ) => Iterable<Endpoint> | Promise<Iterable<Endpoint>>;
  /** The endpoint of this id, of whichever tenant. */
  readonly find: (id: string) => Endpoint | undefined | Promise<Endpoint | undefined>;
}

const isSource = (given: Iterable<Endpoint> | EndpointSource): given is EndpointSource =>
  "forType" in given;

/**
 * A source of a list, which is checked.
 *
 * @throws SenderError `endpoint_invalid`, `secret_invalid`; DispatcherError `option_invalid` for an id that is there twice
 */
function sourceOfList(
  list: Iterable<Endpoint>,
  { checkEndpoint }: Pick<Sender, "checkEndpoint">,
): EndpointSource {
  const byId = new Map<string, Endpoint>();
  for (const endpoint of list) {
    checkEndpoint(endpoint);
    if (byId.has(endpoint.id)) {
      throw new DispatcherError("option_invalid", "two of the endpoints have one id");
    }
    byId.set(endpoint.id, endpoint);
  }
  return {
    forType: (_type, tenant) => {
      if (tenant === undefined) return byId.values();
      // Rather than send one tenant's event to all.
      throw new DispatcherError("option_invalid", "a list of endpoints knows no tenants");
    },
    find: (id) => byId.get(id),
  };
}

/** A source of whatever `createDispatcher` was given. */
export function endpointSource(
  given: Iterable<Endpoint> | EndpointSource,
  sender: Pick<Sender, "checkEndpoint">,
): EndpointSource {
  return isSource(given) ? given : sourceOfList(given, sender);
}

/** Those that are switched on and subscribed to the type, each once. */
export async function subscribers(
  source: EndpointSource,
  eventType: string,
  tenant: string | undefined,
): Promise<readonly Endpoint[]> {
  const byId = new Map<string, Endpoint>();
  for (const endpoint of await source.forType(eventType, tenant)) {
    const { id, active = true, eventTypes = ["*"] } = endpoint;
    if (active && isSubscribed(eventTypes, eventType)) byId.set(id, endpoint);
  }
  return [...byId.values()];
}
