import { createHash } from "node:crypto";
import { type GuardOptions, guardedAgent, isGuardError } from "@hooks/ssrf-guard";
import type { Agent } from "undici";
import type { ClientCertificate } from "./endpoint.ts";
import { SenderError } from "./sender-error.ts";

/** What of the guard can be chosen. */
export type SenderGuardOptions = Pick<
  GuardOptions,
  "allow" | "deny" | "lookup" | "environmentProxy" | "onAllow" | "onRefusal"
>;

/** How connections are made. */
export interface AgentsOptions {
  readonly guard: SenderGuardOptions;
  readonly protocols: GuardOptions["protocols"];
  readonly connectTimeoutMs: number;
  /** As many as there are attempts at the same time. */
  readonly connections: number;
  readonly certificateAuthorities?: string | readonly string[] | undefined;
}

const maxOwn = 1000;

/** The guarded agents of a sender: one that all endpoints share, and one for each client certificate. */
export class Agents {
  readonly #options: AgentsOptions;
  readonly #shared: Agent;
  readonly #own = new Map<string, Agent>();

  /** @throws SenderError `option_invalid` */
  constructor(options: AgentsOptions) {
    this.#options = options;
    try {
      this.#shared = this.#create();
    } catch (error) {
      if (!isGuardError(error)) throw error;
      throw new SenderError("option_invalid", "guard", error.message);
    }
  }

  /** The agent for an endpoint. */
  of({ clientCertificate }: { readonly clientCertificate?: ClientCertificate | undefined }): Agent {
    if (!clientCertificate) return this.#shared;
    const { certificate, privateKey } = clientCertificate;
    const key = createHash("sha256").update(certificate).update(privateKey).digest("hex");
    const agent = this.#own.get(key) ?? this.#create(clientCertificate);
    // The one that was used last stands last.
    this.#own.delete(key);
    this.#own.set(key, agent);
    const [oldest] = this.#own;
    if (this.#own.size > maxOwn && oldest) {
      this.#own.delete(oldest[0]);
      void oldest[1].close();
    }
    return agent;
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all([this.#shared, ...this.#own.values()].map((agent) => agent.destroy()));
  }

  #create(client?: ClientCertificate): Agent {
    const { guard, protocols, connectTimeoutMs, connections, certificateAuthorities } =
      this.#options;
    return guardedAgent({
      ...guard,
      // What is open is told once, and proxies were decided on when the sender was made.
      ...(client && { onAllow: () => undefined, environmentProxy: "ignore" }),
      protocols,
      connectTimeoutMs,
      // One deadline covers the exchange; these would end the pauses in it.
      agent: { connections, headersTimeout: 0, bodyTimeout: 0 },
      tls: {
        ca: certificateAuthorities,
        cert: client?.certificate,
        key: client?.privateKey,
        passphrase: client?.passphrase,
      },
    });
  }
}
