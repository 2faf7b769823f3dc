import { type DeliveryReader, parseJson } from "./delivery-reader.ts";
import type { Handler, HandlerContext, WebhookEvent } from "./event.ts";
import type { EventPart } from "./process-event.ts";
import type { Provider } from "./provider.ts";
import type { SchemaByType, SchemaResult, StandardSchema } from "./schema.ts";
import { WebhookError } from "./webhook-error.ts";

/** Where events go. */
export interface Routes {
  readonly provider: Provider;
  /** Event type -> handler; `"*"` takes the rest. */
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly schema?: StandardSchema | SchemaByType | undefined;
}

/** A form as an object; a field that is repeated becomes a list. */
function formObject(form: URLSearchParams): Record<string, unknown> {
  const fields = new Map<string, string[]>();
  for (const [name, value] of form) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

/** The payload that a delivery's body holds. @throws WebhookError `payload_malformed` */
export function parsePayload(reader: DeliveryReader, { payload: place }: Provider): unknown {
  if (place && "claim" in place) return reader.value(place);
  const contentType = reader.read({ header: "content-type" }) ?? "";
  let payload = reader.json();
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    const held = place && reader.read(place);
    payload = held ? parseJson(() => held) : formObject(reader.form());
  } else if (/xml/i.test(contentType)) payload ??= reader.value({ body: "text" });
  if (payload === undefined) throw new WebhookError("payload_malformed");
  return payload;
}

function schemaFor({ schema }: Routes, type: string | undefined): StandardSchema | undefined {
  if (schema === undefined || "~standard" in schema) return schema as StandardSchema | undefined;
  return type !== undefined && Object.hasOwn(schema, type) ? schema[type] : undefined;
}

/** What the application gave us has failed, with whatever it threw. */
const failureOf = (name: string, cause: unknown): WebhookError =>
  new WebhookError("handler_failed", `the ${name} failed`, { cause });

/** Names the place only: an issue's message may quote the payload. */
async function validate(schema: StandardSchema, payload: unknown): Promise<unknown> {
  let result: SchemaResult<unknown>;
  try {
    result = await schema["~standard"].validate(payload);
  } catch (cause) {
    throw failureOf("schema", cause);
  }
  if (result.issues === undefined) return result.value;
  const path = result.issues[0]?.path ?? [];
  const place = path
    .slice(0, 10)
    .map((part) => String(typeof part === "object" ? part.key : part))
    // A key that is no name may be data: an address in a dictionary, for one.
    .map((key) => (/^\w{1,64}$/.test(key) ? key : "*"))
    .join(".");
  throw new WebhookError("payload_invalid", `the payload does not match the schema at "${place}"`);
}

/** What was done: the handler's result in a box, or nothing where no handler takes the type. */
export type Routed =
  | {
      readonly result: unknown;
      /** It had been enqueued before. */
      readonly isKnown?: boolean;
    }
  | undefined;

/** The handler that takes a type. */
export const handlerFor = (
  { handlers }: Pick<Routes, "handlers">,
  type: string | undefined,
): Handler | undefined => handlers.get(type ?? "*") ?? handlers.get("*");

/** Runs the handler. What it has done at once is there at once. */
function handle(
  handler: Handler,
  event: WebhookEvent,
  context: HandlerContext,
): Routed | Promise<Routed> {
  const fail = (cause: unknown): never => {
    throw failureOf("handler", cause);
  };
  try {
    const result = handler(event, context);
    if (typeof (result as PromiseLike<unknown> | undefined)?.then !== "function") return { result };
    return Promise.resolve(result).then((settled) => ({ result: settled }), fail);
  } catch (cause) {
    return fail(cause);
  }
}

/**
 * Step 5 of the flow: parses, validates, and runs the handler.
 *
 * @throws WebhookError `payload_malformed`, `payload_invalid`; `handler_failed` with what was thrown as its cause
 */
export function route(
  routes: Routes,
  { verified, delivery, payload: parse }: EventPart,
  context: HandlerContext,
): Routed | Promise<Routed> {
  const { provider, id, type, timestamp, secretLabel } = verified;
  const parsed = parse();
  const handler = handlerFor(routes, type);
  if (handler === undefined) return undefined;
  const run = (payload: unknown): Routed | Promise<Routed> =>
    handle(handler, { provider, id, type, timestamp, payload, secretLabel, delivery }, context);
  const schema = schemaFor(routes, type);
  return schema === undefined ? run(parsed) : validate(schema, parsed).then(run);
}
