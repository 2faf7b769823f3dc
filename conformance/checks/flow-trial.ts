import type {
  Delivery,
  Outcome,
  Receiver,
  ReceiverOptions,
  SignOptions,
  WebhookEvent,
} from "@hooks/core";
import { provider, secret } from "../endpoint.ts";
import type { Subject } from "../subject.ts";
import { same } from "../tally.ts";

/** An answer of either way into a receiver. */
export interface FlowAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The two ways into a receiver. */
export const ways = ["receive", "fetch"] as const;

/** One check's receiver, and what it has done. */
export class FlowTrial {
  readonly events: WebhookEvent[] = [];
  readonly outcomes: Outcome[] = [];
  readonly subject: Subject;
  readonly way: (typeof ways)[number];
  readonly receiver: Receiver;

  constructor(subject: Subject, way: (typeof ways)[number], options: Partial<ReceiverOptions>) {
    this.subject = subject;
    this.way = way;
    this.receiver = subject.core.createReceiver({
      provider,
      secret,
      store: subject.memoryStore(),
      maxBodyBytes: 1000,
      ...options,
      on: {
        "*": (event, context) => {
          this.events.push(event);
          return options.on?.["*"]?.(event, context);
        },
      },
      onOutcome: (outcome) => this.outcomes.push(outcome),
    });
  }

  /** A delivery that is accepted. */
  signed(body: Uint8Array | string = "{}", options: Partial<SignOptions> = {}): Promise<Delivery> {
    return this.subject.core.sign(provider, { secret, id: "msg_1", body, ...options });
  }

  /** Gives the receiver a delivery, in the trial's way. */
  async send(delivery: Delivery): Promise<FlowAnswer> {
    if (this.way === "receive") {
      const { status, headers, body } = await this.receiver.receive(delivery);
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
      return { status, headers, body: bytes ?? new Uint8Array() };
    }
    const { method, url, headers, body } = delivery;
    const isBodyless = method === "GET" || method === "HEAD";
    const request = new Request(url, {
      method,
      headers: headers as Record<string, string>,
      body: isBodyless ? null : (body as Uint8Array<ArrayBuffer>),
    });
    return this.answerTo(request);
  }

  /** Gives the receiver a request. */
  async answerTo(request: Request): Promise<FlowAnswer> {
    const response = await this.receiver.fetch(request);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  }

  /** @throws Error unless the delivery is refused so */
  async refuses(status: number, code: string, delivery: Delivery): Promise<void> {
    same(code, textOf(await this.send(delivery)), `${status} {"error":"${code}"}`);
  }

  /** @throws Error unless the delivery is accepted, without or with the mark of a duplicate */
  async accepts(delivery: Delivery, duplicate?: "true"): Promise<void> {
    const answer = await this.send(delivery);
    same("the answer", textOf(answer), '200 {"received":true,"eventId":"msg_1"}');
    same("its mark", answer.headers["webhook-duplicate"], duplicate);
  }

  /** @throws Error unless the handler has run so often, and these outcomes, in order, were reported */
  has(handled: number, ...expected: readonly string[]): void {
    same("the count of handled events", this.events.length, handled);
    const reported = this.outcomes.map(({ kind, code }) => code ?? kind);
    same("the outcomes", reported, expected);
  }
}

/** Status and body of an answer. */
export const textOf = ({ status, body }: FlowAnswer): string =>
  `${status} ${new TextDecoder().decode(body)}`;

/** Makes a receiver for a check. */
export type StartTrial = (options?: Partial<ReceiverOptions>) => FlowTrial;

/** One thing that the flow has to do right. */
export interface FlowCase {
  readonly name: string;
  /** It is about a request's stream. */
  readonly only?: "fetch";
  readonly run: (start: StartTrial) => Promise<void>;
}
