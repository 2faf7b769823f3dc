import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { verify } from "@hooks/core";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import { Random } from "../faults/random.ts";
import { host, nowMs } from "../faults/settings.ts";
import { type PlannedEndpoint, type PlannedReply, plannedReply } from "./planned-endpoint.ts";
import type { PlannedEvent } from "./planned-event.ts";

/** A request, as the endpoint's server saw it. */
export interface Arrival {
  readonly endpoint: string;
  /** By its header. */
  readonly event: string;
  /** Which attempt of which worker, as the worker names it. */
  readonly run: string;
  readonly at: number;
  /** Is the signature that of the endpoint's secret, over these bytes? */
  readonly isSigned: boolean;
  /** Of the body. */
  readonly digest: string;
  /** Has the endpoint accepted the event, whether or not its 2xx went out? */
  isTaken: boolean;
  /** When it began to answer. */
  answeredAt?: number;
  /** When its whole 2xx was on the way. */
  deliveredAt?: number;
  /** Did the endpoint itself break the reply off? */
  isBrokenOff: boolean;
}

/** The server of one endpoint: verifies, writes down what comes, and fails as planned. */
export class EndpointServer {
  readonly endpoint: PlannedEndpoint;
  readonly secret: string;
  readonly arrivals: Arrival[] = [];
  /** Answers nothing. */
  isDead: boolean;
  readonly #events: ReadonlyMap<string, PlannedEvent>;
  readonly #seed: number;
  readonly #counts = new Map<string, number>();
  readonly #open = new Set<Arrival>();
  #server: Server | undefined;
  #port = 0;

  constructor(endpoint: PlannedEndpoint, events: ReadonlyMap<string, PlannedEvent>, seed: number) {
    this.endpoint = endpoint;
    this.isDead = endpoint.isDead === true;
    this.secret = `whsec_${btoa(`the secret of the endpoint ${endpoint.id}`.padEnd(32))}`;
    this.#events = events;
    this.#seed = seed;
  }

  get url(): string {
    return `http://${host}:${this.#port}/`;
  }

  /** Takes connections, on the same port as before. */
  async open(): Promise<void> {
    const server = createServer((req, res) => {
      this.#take(req, res).catch(() => res.destroy());
    });
    this.#server = server;
    server.listen(this.#port, host);
    await once(server, "listening");
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Takes no more, and breaks off those that there are. */
  async close(): Promise<void> {
    if (!this.#server?.listening) return;
    const closed = once(this.#server, "close");
    for (const arrival of this.#open) arrival.isBrokenOff = true;
    this.#server.close().closeAllConnections();
    await closed;
  }

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = new Uint8Array(Buffer.concat(chunks));
    const { "webhook-id": event = "", "x-run": run = "" } = req.headers;
    const arrival: Arrival = {
      endpoint: this.endpoint.id,
      event: String(event),
      run: String(run),
      at: nowMs(),
      isSigned: await this.#isSigned(req, body, String(event)),
      digest: createHash("sha256").update(body).digest("base64"),
      isTaken: false,
      isBrokenOff: false,
    };
    this.arrivals.push(arrival);
    this.#open.add(arrival);
    res.once("close", () => this.#open.delete(arrival));
    res.once("finish", () => {
      if (arrival.isTaken) arrival.deliveredAt = nowMs();
    });
    const reply = this.#replyTo(arrival);
    await sleep(reply.delayMs);
    answer(reply, arrival, res);
  }

  #replyTo({ event, isSigned }: Arrival): PlannedReply {
    const planned = this.#events.get(event);
    if (!planned || !isSigned) return { kind: "refused", status: 401, delayMs: 0 };
    if (this.isDead) return { kind: "silent", status: 0, delayMs: 0 };
    const number = (this.#counts.get(event) ?? 0) + 1;
    this.#counts.set(event, number);
    const random = new Random(`${this.#seed}/${this.endpoint.id}/${event}/${number}`);
    return plannedReply(this.endpoint, planned, number, random);
  }

  async #isSigned(req: IncomingMessage, body: Uint8Array, event: string): Promise<boolean> {
    const delivery = { method: req.method ?? "", url: this.url, headers: req.headers, body };
    try {
      const { id } = await verify(standardWebhooks, delivery, { secret: this.secret });
      const told = JSON.parse(Buffer.from(body).toString()) as { readonly id?: unknown };
      return id === event && told.id === event;
    } catch {
      return false;
    }
  }
}

function answer({ kind, status }: PlannedReply, arrival: Arrival, res: ServerResponse): void {
  if (kind === "silent") return;
  arrival.answeredAt = nowMs();
  if (kind === "reset") {
    arrival.isBrokenOff = true;
    res.socket?.resetAndDestroy();
    return;
  }
  arrival.isTaken = status >= 200 && status < 300;
  if (kind !== "broken off") {
    res.writeHead(status, { "content-type": "text/plain" }).end(kind);
    return;
  }
  arrival.isBrokenOff = true;
  res.writeHead(status, { "content-length": 100 });
  res.write("the beginning of it", () => res.destroy());
}
