import { createHash } from "node:crypto";
import { Agent } from "undici";
import type { ClientCertificate } from "./endpoint.ts";

/** How connections are made. */
export interface AgentsOptions {
  readonly connectTimeoutMs: number;
  readonly certificateAuthorities?: string | readonly string[] | undefined;
}

const maxHeaderBytes = 16_384;
const maxOwn = 1000;

/** The agents of a sender: one that all endpoints share, and one for each client certificate. */
export class Agents {
  readonly #options: AgentsOptions;
  readonly #shared: Agent;
  readonly #own = new Map<string, Agent>();

  constructor(options: AgentsOptions) {
    this.#options = options;
    this.#shared = this.#create();
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
    const { connectTimeoutMs, certificateAuthorities } = this.#options;
    const ca =
      typeof certificateAuthorities === "string"
        ? [certificateAuthorities]
        : certificateAuthorities;
    return new Agent({
      // One deadline covers the exchange; these would end the pauses in it.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: maxHeaderBytes,
      allowH2: false,
      connect: {
        timeout: connectTimeoutMs,
        rejectUnauthorized: true,
        ...(ca && { ca: [...ca] }),
        ...(client && {
          cert: client.certificate,
          key: client.privateKey,
          ...(client.passphrase !== undefined && { passphrase: client.passphrase }),
        }),
      },
    });
  }
}
