import type { LookupFunction } from "node:net";
import { type DnsServer, startDnsServer } from "./dns-server.ts";
import { isGuardError } from "./guard-error.ts";
import type { AllowedNetwork } from "./guard-options.ts";
import { type CountingServer, startOneOf, startServer } from "./test-guard-servers.ts";

/** Under what the suite tests a client. The servers of the suite are on this host, so one port of it is allowed. */
export interface GuardConditions {
  /** Asks the name server of the suite; with the signature of `lookup` in `node:dns`. */
  readonly lookup: LookupFunction;
  /** All that may be reached beside public addresses: 127.0.0.1 on one port. */
  readonly allow: readonly AllowedNetwork[];
  readonly protocols: readonly ["http:"];
  readonly connectTimeoutMs: number;
}

/** A client that the suite tests. */
export interface GuardedClient {
  /** Sends a GET, and gives the status; rejects when it is refused or fails. */
  readonly request: (url: string) => Promise<number>;
  /** Called once at the end, whether the test has passed or not. */
  readonly close?: (() => unknown) | undefined;
}

/** Makes a client for one case. */
export type CreateGuardedClient = (
  conditions: GuardConditions,
) => GuardedClient | Promise<GuardedClient>;

/** One thing that a guard has to do right. */
export interface GuardCase {
  readonly name: string;
  readonly run: (trial: GuardTrial) => Promise<void>;
}

/** How long a case waits for a client, far beyond the limit that the client is given. */
const patienceMs = 8000;
const connectTimeoutMs = 2000;

/** Is it an error of this package that refuses, or has it one as a cause? */
export function isGuardRefusal(error: unknown): boolean {
  if (isGuardError(error)) return error.code !== "dns_failed" && error.code !== "connect_timeout";
  return error instanceof Error && error.cause !== undefined && isGuardRefusal(error.cause);
}

/** One case's client, name server and servers, and the checks of what becomes of its requests. They are counted. */
export class GuardTrial {
  count = 0;
  readonly dns: DnsServer;
  /** The one address and port that is allowed. */
  readonly welcome: CountingServer;
  /** On the allowed port, at another address of this host. */
  readonly neighbour: CountingServer & { readonly address: string };
  /** On another port, at all addresses of this host. */
  readonly hidden: CountingServer;
  readonly #client: GuardedClient;
  readonly #isRefusal: (error: unknown) => boolean;

  private constructor(
    dns: DnsServer,
    servers: readonly [CountingServer, CountingServer & { address: string }, CountingServer],
    client: GuardedClient,
    isRefusal: (error: unknown) => boolean,
  ) {
    this.dns = dns;
    [this.welcome, this.neighbour, this.hidden] = servers;
    this.#client = client;
    this.#isRefusal = isRefusal;
  }

  static async start(
    create: CreateGuardedClient,
    isRefusal: (error: unknown) => boolean,
  ): Promise<GuardTrial> {
    const dns = await startDnsServer();
    const welcome = await startServer("127.0.0.1");
    const neighbour = await startOneOf(["127.0.0.2", "::1"], welcome.port);
    const hidden = await startOneOf(["::", "0.0.0.0"]);
    const client = await create({
      lookup: dns.lookup,
      allow: [{ cidr: "127.0.0.1/32", port: welcome.port }],
      protocols: ["http:"],
      connectTimeoutMs,
    });
    return new GuardTrial(dns, [welcome, neighbour, hidden], client, isRefusal);
  }

  async close(): Promise<void> {
    await this.#client.close?.();
    const servers = [this.welcome, this.neighbour, this.hidden, this.dns];
    await Promise.all(servers.map((server) => server.close()));
  }

  /** @throws Error unless `condition` holds */
  holds(condition: unknown, message: string): void {
    this.count++;
    if (!condition) throw new Error(message);
  }

  /** @throws Error unless the request reaches the server that is allowed */
  async welcomed(url: string): Promise<void> {
    const result = await this.#ask(url);
    this.holds(result === 200, `${url} should be answered, not ${String(result)}`);
    this.#unreached(url);
  }

  /** @throws Error unless the request is refused, as such, before anything is connected to */
  async refused(url: string): Promise<void> {
    const before = this.welcome.connections();
    const result = await this.#ask(url);
    this.#unreached(url);
    this.holds(this.welcome.connections() === before, `${url} should not be connected to`);
    this.holds(this.#isRefusal(result), `${url} should be refused, not ${String(result)}`);
  }

  /** @throws Error unless the request fails, for whichever reason, before anything is connected to */
  async failed(url: string): Promise<void> {
    const result = await this.#ask(url);
    this.#unreached(url);
    this.holds(typeof result !== "number", `${url} should fail, not ${String(result)}`);
  }

  /** @throws Error when the request reaches a server that is not allowed; it may be answered by the other, or fail */
  async contained(url: string): Promise<void> {
    await this.#ask(url);
    this.#unreached(url);
  }

  #unreached(url: string): void {
    const count = this.hidden.connections() + this.neighbour.connections();
    this.holds(count === 0, `${url} has reached a private server`);
  }

  /** The status, or what the request was rejected with. */
  async #ask(url: string): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`${url} is neither answered nor refused in ${patienceMs} ms`));
      }, patienceMs);
    });
    const answer = this.#client.request(url).then(
      (status): unknown => status,
      (error: unknown) => error ?? new Error("nothing"),
    );
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
