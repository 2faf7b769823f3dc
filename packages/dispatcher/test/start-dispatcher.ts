import type { Queue } from "@hooks/queue";
import { memoryQueue } from "@hooks/queue-memory";
import {
  createSender,
  type Endpoint,
  memoryAttemptsStore,
  type Report,
  type Sender,
  type SenderOptions,
} from "@hooks/sender";
import { afterEach } from "vitest";
import {
  createDispatcher,
  type Dispatcher,
  type DispatcherOptions,
  type DispatcherReport,
  type StartOptions,
} from "../src/index.ts";

/** Secrets are data of the tests; these sign nothing else. */
export const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const otherSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/** A sender that may reach this machine, and tries again at once. */
export const localSender = (options: SenderOptions = {}): Sender =>
  createSender({
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.1/32" }], onAllow: () => {} },
    schedule: [0, 20, 20, 20, 20],
    jitter: [0, 0],
    ...options,
  });

export const endpointAt = (url: string, more: Partial<Endpoint> = {}): Endpoint => ({
  id: "ep_1",
  url,
  secrets: [{ label: "first", value: secret }],
  ...more,
});

/** What is tidied up after the test. */
export const afterTest: (() => unknown)[] = [];
afterEach(async () => {
  for (const tidy of afterTest.splice(0).reverse()) await tidy();
});

export interface Started {
  readonly dispatcher: Dispatcher;
  readonly sender: Sender;
  readonly queue: Queue;
  readonly attempts: ReturnType<typeof memoryAttemptsStore>;
  readonly reports: DispatcherReport[];
  readonly endpointReports: Report[];
}

/** A dispatcher at work, which is closed after the test. */
export function startDispatcher(
  options: Pick<DispatcherOptions, "endpoints"> & Partial<DispatcherOptions>,
  senderOptions: SenderOptions = {},
  start: StartOptions | undefined = {},
): Started {
  const reports: DispatcherReport[] = [];
  const endpointReports: Report[] = [];
  const attempts = memoryAttemptsStore();
  const queue = options.queue ?? memoryQueue();
  const onReport = (report: Report): unknown => endpointReports.push(report);
  const sender = localSender({ attempts, onReport, ...senderOptions });
  const dispatcher = createDispatcher({
    sender,
    queue,
    attempts,
    onReport: (report) => reports.push(report),
    ...options,
  });
  if (start) dispatcher.start(start);
  afterTest.push(async () => {
    await dispatcher.close({ timeoutMs: 0 });
    await sender.close({ graceMs: 0 });
    await queue.close();
  });
  return { dispatcher, sender, queue, attempts, reports, endpointReports };
}
