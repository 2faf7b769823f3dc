import {
  createReceiver,
  type Delivery,
  type Outcome,
  type Provider,
  type Receiver,
  type ReceiverOptions,
  type SignOptions,
  type Store,
  sign,
  type WebhookErrorCode,
  type WebhookEvent,
} from "@hooks/core";
import { adapterAnswers, differenceOf } from "./test-adapter-answers.ts";
import {
  type AdapterAnswer,
  type AdapterRequest,
  deferred,
  exchange,
  inTime,
} from "./test-adapter-exchange.ts";
import { Trial } from "./trial.ts";

/** A server that is running. */
export interface ServedAdapter {
  /** Where the receiver answers; the suite appends paths to it. */
  readonly url: string;
  /** Resolves when the port is free again. */
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port that gives the receiver every request, whatever its method and path. */
export type ServeAdapter = (receiver: Receiver) => Promise<ServedAdapter>;

/** What the suite's cases are run with. */
export interface AdapterTrialOptions {
  readonly serve: ServeAdapter;
  readonly createStore: (() => Store) | undefined;
  readonly hostHeaders: readonly string[];
}

/** One thing that an adapter has to do right. */
export interface AdapterCase {
  readonly name: string;
  /** It can't be shown without a store. */
  readonly needsStore?: true;
  readonly run: (trial: AdapterTrial) => Promise<void>;
}

/** The most that a body may have, unless a case says otherwise. */
export const maxBodyBytes = 65_536;

const secret = "the adapter suite's secret";

const provider: Provider = {
  id: "adapter-suite",
  name: "Adapter suite",
  docs: "https://www.standardwebhooks.com/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
  },
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
};

/** A signed request, whose headers can still be changed. */
export interface SignedRequest extends AdapterRequest {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** One case's server, and the checks of what it answers. */
export class AdapterTrial extends Trial {
  /** What the handler has been given, in order. */
  readonly events: WebhookEvent[] = [];
  /** What the receiver has reported, in order. */
  readonly outcomes: Outcome[] = [];
  readonly #options: AdapterTrialOptions;
  #server: ServedAdapter | undefined;
  #reported = deferred();

  constructor(options: AdapterTrialOptions) {
    super(provider);
    this.#options = options;
  }

  get url(): string {
    return this.#server?.url ?? "";
  }

  get hasStore(): boolean {
    return this.#options.createStore !== undefined;
  }

  get secret(): string {
    return secret;
  }

  /** Serves a receiver of the suite's provider. */
  async serve({ on, ...options }: Partial<ReceiverOptions> = {}): Promise<void> {
    const handler = on?.["*"];
    const receiver = createReceiver({
      provider,
      secret,
      maxBodyBytes,
      store: this.#options.createStore?.(),
      ...options,
      on: {
        "*": (event, context) => {
          this.events.push(event);
          return handler?.(event, context);
        },
      },
      onOutcome: (outcome) => {
        this.outcomes.push(outcome);
        this.#reported.resolve();
        this.#reported = deferred();
      },
    });
    this.#server = await this.#options.serve(receiver);
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.close();
  }

  /** A request that the receiver accepts. */
  async signed(
    body: Uint8Array | string = "{}",
    options: Partial<SignOptions> = {},
  ): Promise<SignedRequest> {
    const delivery: Delivery = await sign(provider, { secret, id: "msg_1", ...options, body });
    return { headers: Object.entries(delivery.headers), body: delivery.body };
  }

  send(request: AdapterRequest): Promise<AdapterAnswer> {
    return exchange(this.url, request);
  }

  /** Sends a request. @throws Error unless the answer is the named one of the table, in every part */
  async answers(answerName: string, request: AdapterRequest, what = "a request"): Promise<void> {
    this.isAnswer(answerName, await this.send(request), what);
  }

  /** @throws Error unless the answer is the named one of the table, in every part */
  isAnswer(answerName: string, answer: AdapterAnswer, what = "a request"): void {
    const expected = adapterAnswers[answerName];
    const difference =
      expected === undefined
        ? "the table has no such answer"
        : differenceOf(answer, expected, this.#options.hostHeaders);
    this.holds(!difference, `the answer to ${what} is not "${answerName}": ${difference}`);
  }

  /** @throws Error unless the handler has run so often */
  hasHandled(count: number): void {
    const ran = this.events.length;
    this.holds(ran === count, `the handler ran ${ran} times, not ${count}`);
  }

  /** Waits for the receiver's next reports. @throws Error unless these, in order, are all there have been */
  async hasReported(...expected: readonly (WebhookErrorCode | Outcome["kind"])[]): Promise<void> {
    const wait = async (): Promise<void> => {
      while (this.outcomes.length < expected.length) await this.#reported.promise;
    };
    await inTime(`a report of ${expected.join(", ")}`, wait());
    const reported = this.outcomes.map(({ kind, code }) => code ?? kind).join(", ");
    this.holds(reported === expected.join(", "), `reported was ${reported}, not ${expected}`);
  }
}
