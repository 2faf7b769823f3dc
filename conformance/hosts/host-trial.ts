import { type SignOptions, sign } from "@hooks/core";
import {
  adapterAnswers,
  differenceOf,
  type ExpectedAnswer,
} from "../../packages/testing/src/test-adapter-answers.ts";
import type {
  AdapterAnswer,
  AdapterRequest,
} from "../../packages/testing/src/test-adapter-exchange.ts";
import { provider, secret } from "../endpoint.ts";
import { holds, same } from "../tally.ts";
import type { HostReport } from "./host-fetch.ts";
import type { HostTraits } from "./host-traits.ts";

/** Sends one request to a URL, and reads the whole answer. */
export type Exchange = (url: string, sent: AdapterRequest) => Promise<AdapterAnswer>;

/** A signed request, whose parts can still be changed. */
export interface SignedRequest extends AdapterRequest {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** One thing that a host and a receiver have to do right together. */
export interface HostCase {
  /** Begins with its group. */
  readonly name: string;
  /** The receiver that it is about. */
  readonly scenario: string;
  readonly run: (trial: HostTrial) => Promise<void>;
}

/** One case's client. */
export class HostTrial {
  /** Where the case's receiver answers; paths are appended. */
  readonly url: string;
  readonly traits: HostTraits;
  readonly #exchange: Exchange;

  constructor(url: string, traits: HostTraits, exchange: Exchange) {
    this.url = url;
    this.traits = traits;
    this.#exchange = exchange;
  }

  /** A request that the receiver accepts. */
  async signed(
    body: Uint8Array | string = "{}",
    options: Partial<SignOptions> = {},
  ): Promise<SignedRequest> {
    const delivery = await sign(provider, { secret, id: "msg_1", ...options, body });
    return { headers: Object.entries(delivery.headers), body: delivery.body };
  }

  send(request: AdapterRequest): Promise<AdapterAnswer> {
    return this.#exchange(this.url, request);
  }

  /** Sends a request. @throws Error unless the answer is the named one of the table, in every part */
  async answers(name: string, request: AdapterRequest, what = "a request"): Promise<void> {
    this.isAnswer(name, await this.send(request), what);
  }

  /** @throws Error unless the answer is the named one of the table, in every part */
  isAnswer(name: string, answer: AdapterAnswer, what = "a request"): void {
    const expected = adapterAnswers[name];
    if (expected === undefined) throw new Error(`the table has no answer "${name}"`);
    this.is(expected, answer, `${what} ("${name}" is expected)`);
  }

  /** @throws Error unless the answer is the expected one, in every part */
  is(expected: ExpectedAnswer, answer: AdapterAnswer, what: string): void {
    const { headers, untyped } = this.traits;
    const isTyped = expected.body.length === 0 || "content-type" in expected.headers;
    const hosted = isTyped
      ? expected
      : { ...expected, headers: { ...expected.headers, ...untyped } };
    const difference = differenceOf(answer, hosted, headers);
    holds(difference === undefined, `the answer to ${what}: ${difference}`);
  }

  /** Asks the host itself. */
  async control(verb: "report" | "release"): Promise<HostReport> {
    const { body } = await this.send({ method: "GET", headers: [["x-control", verb]] });
    return JSON.parse(new TextDecoder().decode(body)) as HostReport;
  }

  /** Waits until the host's report is as `isComplete` wants it. */
  async reported(isComplete: (report: HostReport) => boolean): Promise<HostReport> {
    for (const start = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, 10))) {
      const report = await this.control("report");
      if (isComplete(report) || Date.now() - start > 4000) return report;
    }
  }

  /** @throws Error unless the handler has run so often, and these outcomes, in order, were reported */
  async has(handled: number, ...expected: readonly string[]): Promise<void> {
    const report = await this.reported(({ outcomes }) => outcomes.length >= expected.length);
    same("the report", report, { handled, outcomes: expected } satisfies HostReport);
  }
}
