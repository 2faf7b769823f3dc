import { AsyncLocalStorage } from "node:async_hooks";
import { type Span, SpanKind, type Telemetry } from "bullmq";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { bullmqQueue } from "../src/index.ts";
import { until } from "./until.ts";

interface Context {
  readonly trace: string;
}

interface Told {
  readonly name: string;
  readonly kind: SpanKind | undefined;
  readonly trace: string | undefined;
  attributes: object;
  errors: number;
  hasEnded: boolean;
}

/** A tracer as small as BullMQ's interface allows, over Node's own contexts. */
function tracer() {
  const contexts = new AsyncLocalStorage<Context>();
  const spans: Told[] = [];
  const telemetry: Telemetry<Context | undefined> = {
    tracer: {
      startSpan: (name, options, context) => {
        const trace = (context ?? contexts.getStore())?.trace;
        const told: Told = {
          name,
          kind: options?.kind,
          trace,
          attributes: {},
          errors: 0,
          hasEnded: false,
        };
        spans.push(told);
        const span: Span<Context | undefined> = {
          setSpanOnContext: (outer) => outer ?? { trace: `root ${spans.length}` },
          setAttribute: () => {},
          setAttributes: (attributes) => void Object.assign(told.attributes, attributes),
          addEvent: () => {},
          recordException: () => void told.errors++,
          end: () => {
            told.hasEnded = true;
          },
        };
        return span;
      },
    },
    contextManager: {
      with: (context, run) => (context ? contexts.run(context, run) : run()),
      active: () => contexts.getStore(),
      getMetadata: (context: Context | undefined) => JSON.stringify(context),
      fromMetadata: (_, metadata) => JSON.parse(metadata),
    },
  };
  return { contexts, spans, telemetry };
}

describeRedis("telemetry", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());

  test("a job's trace goes on from who enqueued it to its handler, in every attempt", async () => {
    const { contexts, spans, telemetry } = tracer();
    const queue = bullmqQueue({ connection: { port: server.port }, telemetry, pollMs: 10 });
    try {
      const handled: (string | undefined)[] = [];
      await contexts.run({ trace: "one" }, () => queue.enqueue({ data: 1 }, { id: "j1" }));
      await contexts.run({ trace: "two" }, () =>
        queue.enqueueAll([
          { id: "j2", data: 2, lane: "l" },
          { id: "j3", data: 3, delayMs: 1 },
        ]),
      );
      queue.process(
        (_, { attempt }) => {
          handled.push(contexts.getStore()?.trace);
          if (attempt === 1) throw new Error("no");
        },
        { concurrency: 1, retry: { delaysMs: [1] } },
      );
      await until(async () => (await queue.counts()).completed === 3);
      expect(handled.toSorted()).toEqual(["one", "one", "two", "two", "two", "two"]);
      const kinds = (kind: SpanKind) => spans.filter((span) => span.kind === kind);
      expect(kinds(SpanKind.PRODUCER).map(({ trace }) => trace)).toEqual(["one", "two"]);
      expect(kinds(SpanKind.CONSUMER)).toHaveLength(6);
      expect(spans.every(({ hasEnded }) => hasEnded)).toBe(true);
      expect(spans.reduce((sum, { errors }) => sum + errors, 0)).toBe(3);
      expect(Object.values(kinds(SpanKind.CONSUMER)[0]?.attributes ?? {})).toContain("j1");
    } finally {
      await queue.close();
    }
  });
});
