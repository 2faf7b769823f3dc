import { randomBytes } from "node:crypto";
import { createWebhookServer, type WebhookServer, type WebhookServerOptions } from "@hooks/testing";
import { onTestFinished } from "vitest";
import {
  type Attempt,
  createSender,
  type Endpoint,
  type EventInput,
  type Report,
  type Sender,
  type SenderOptions,
} from "../src/index.ts";

export const secret: string = `whsec_${randomBytes(24).toString("base64")}`;

export const event: EventInput = {
  id: "evt_1",
  type: "user.created",
  timestamp: new Date("2026-11-21T12:00:00Z"),
  data: { name: "Zoë", note: "$& $$ \u2028" },
};

/** An endpoint of this machine. */
export function sampleEndpoint(url: string, changes: Partial<Endpoint> = {}): Endpoint {
  return { id: "ep_1", url, secrets: [{ label: "a", value: secret }], ...changes };
}

/** What a sender has told. */
export interface Told {
  readonly attempts: Attempt[];
  readonly reports: Report[];
}

/** A sender that may reach this machine; it is closed when the test ends. */
export function sampleSender(options: SenderOptions = {}): Sender & Told {
  const told: Told = { attempts: [], reports: [] };
  const sender = createSender({
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.0/8" }], onAllow: () => undefined },
    onAttempt: (attempt) => told.attempts.push(attempt),
    onReport: (report) => told.reports.push(report),
    ...options,
  });
  onTestFinished(() => sender.close({ graceMs: 0 }));
  return { ...sender, ...told };
}

/** A server that keeps what it gets; it is closed when the test ends. */
export async function sampleServer(options?: WebhookServerOptions): Promise<WebhookServer> {
  const server = await createWebhookServer(options);
  onTestFinished(() => server.close());
  return server;
}
