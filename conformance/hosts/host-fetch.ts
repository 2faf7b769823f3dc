import { createReceiver, type Receiver } from "@hooks/core";
import { memoryStore } from "@hooks/store-memory";
import { provider, secret } from "../endpoint.ts";
import { maxBodyBytes } from "./limits.ts";
import { scenarios } from "./scenarios.ts";

/** How a receiver is given a host's requests. */
export type Carrier = (receiver: Receiver) => (request: Request) => Response | Promise<Response>;

/** What a client is told of a case, beside the answers. */
export interface HostReport {
  readonly handled: number;
  readonly outcomes: readonly string[];
}

class HostedCase {
  readonly outcomes: string[] = [];
  readonly answer: ReturnType<Carrier>;
  handled = 0;
  isReleased = false;

  constructor(carry: Carrier, scenarioName: string) {
    const { on, ...options } = scenarios[scenarioName]?.(this) ?? {};
    const receiver = createReceiver({
      provider,
      secret,
      maxBodyBytes,
      store: memoryStore(),
      ...options,
      on: {
        "*": (event, context) => {
          this.handled++;
          return on?.["*"]?.(event, context);
        },
      },
      onOutcome: ({ kind, code }) => this.outcomes.push(code ?? kind),
    });
    this.answer = carry(receiver);
  }

  /** What the client asks of the host itself. */
  control(verb: string): Response {
    if (verb === "release") this.isReleased = true;
    const { handled, outcomes } = this;
    return Response.json({ handled, outcomes } satisfies HostReport);
  }
}

/**
 * Makes what a host serves: a receiver for each case, made when it is first asked for. The path begins with the
 * carrier, the scenario and the case; a request with the header `x-control` is answered by the host itself.
 */
export function createHostFetch(
  carriers: Readonly<Record<string, Carrier>>,
): (request: Request) => Promise<Response> {
  const cases = new Map<string, HostedCase>();
  for (const [name, carry] of Object.entries(carriers)) {
    // Made while the module loads, as most receivers are.
    cases.set(`${name}/early`, new HostedCase(carry, "plain"));
  }
  return async (request) => {
    const [, carrierName = "", scenarioName = "", caseName] = new URL(request.url).pathname.split(
      "/",
    );
    const carry = carriers[carrierName];
    if (carry === undefined) return new Response("there is no such carrier", { status: 404 });
    const isEarly = scenarioName === "early";
    const key = `${carrierName}/${isEarly ? "early" : `${scenarioName}/${caseName}`}`;
    const hosted = cases.get(key) ?? new HostedCase(carry, scenarioName);
    cases.set(key, hosted);
    const verb = request.headers.get("x-control");
    return verb === null ? hosted.answer(request) : hosted.control(verb);
  };
}
