import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { createEndpoint, type Endpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { type ReceiverOptions, toFastify } from "../src/index.ts";
import { serveFastify } from "./serve-fastify.ts";

export type Plugin = (app: FastifyInstance) => unknown;

/** What an app has beside the webhook, which is at `/hook`. */
export interface AppSetup {
  readonly before?: Plugin;
  readonly after?: Plugin;
  readonly options?: FastifyServerOptions;
  readonly receiverOptions?: Partial<ReceiverOptions>;
}

export interface AppRequest {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What was signed, where it is another than what is sent. */
  readonly signed?: string | Uint8Array;
}

export interface ServedApp extends Endpoint {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly close: () => Promise<void>;
  readonly send: (body: string | Uint8Array, request?: AppRequest) => Promise<Response>;
  /** The bodies that were handled. */
  readonly bodies: () => string[];
}

/** Serves an app with a webhook, and a route of its own that answers what the app's parsers make of a body. */
export async function serveApp(setup: AppSetup = {}): Promise<ServedApp> {
  const { before, after, options, receiverOptions } = setup;
  const endpoint = createEndpoint(receiverOptions);
  const app = Fastify(options ?? {});
  await before?.(app);
  app.register(toFastify(endpoint.receiver), { url: "/hook" });
  app.post("/other", async ({ body }) => ({ body }));
  await after?.(app);
  const { url, close } = await serveFastify(app);

  const send: ServedApp["send"] = async (body, request = {}) => {
    const { path = "/hook", method = "POST", headers, signed = body } = request;
    return fetch(url + path, {
      method,
      headers: await signedHeaders(signed, headers),
      signal: AbortSignal.timeout(3000),
      ...(body.length > 0 && { body: Buffer.from(body) }),
    });
  };
  const bodies = (): string[] =>
    endpoint.events.map(({ delivery }) => Buffer.from(delivery.body).toString());
  return { ...endpoint, app, url, close, send, bodies };
}
