import type { Mutation } from "./mutation.ts";

const flow = ["core/test/flow-answer-first"];
const hosts = ["core/test/answer-first-hosts"];

/** Defects of answers that leave before their handlers have run. */
export const ofAnswerFirst: readonly Mutation[] = [
  {
    why: "answering first: where the host would kill the handler",
    file: "answer-first.ts",
    from: `    } catch {
      return false;
    }`,
    to: `    } catch {
      return true;
    }`,
    tests: hosts,
  },
  {
    why: "answering first: a batch, whose events depend on the next try",
    file: "answer-first.ts",
    from: "endpoint.provider.batch || !isKept(kept, hosts)",
    to: "!isKept(kept, hosts)",
    tests: hosts,
  },
  {
    why: "answering first: a handler that blocks its process holds up the answer",
    file: "answer-first.ts",
    from: "await new Promise((resolve) => setTimeout(resolve));",
    to: "",
    tests: flow,
  },
  {
    why: "answering first: the host is let go before the claim is settled",
    file: "answer-first.ts",
    from: "withTimeLimit(ended, limitMs, () => undefined)",
    to: "undefined",
    tests: flow,
  },
  {
    why: "answering first: a handler that never ends keeps the host for good",
    file: "answer-first.ts",
    from: "reply.then(() => withTimeLimit(ended, limitMs, () => undefined))",
    to: "reply.then(() => ended)",
    tests: flow,
  },
  {
    why: "answering first: a clock that can't count so far ends at once",
    file: "answer-first.ts",
    from: "Math.min(endpoint.leaseMs, maxTimeoutMs)",
    to: "endpoint.leaseMs",
    tests: flow,
  },
  {
    why: "answering first: the host is let go at the time limit, while the handler cleans up",
    file: "answer-first.ts",
    from: 'outcome.kind !== "answered" && outcome.code !== "handler_timeout"',
    to: 'outcome.kind !== "answered"',
    tests: flow,
  },
  {
    why: "answering first: the host is let go before onOutcome has noted the failure",
    file: "answer-first.ts",
    from: "end(reports)",
    to: "end(undefined)",
    tests: flow,
  },
  {
    why: "answering first: a handler that answers 503 counts as done",
    file: "answer-first.ts",
    from: 'kindOf({ status }) === "failed" ? result : undefined',
    to: "undefined",
    tests: flow,
  },
  {
    why: "answering first: a duplicate gets another answer than the first",
    file: "answer-first.ts",
    from: "return failureIn(await handler(event, eventContext));",
    to: "return await handler(event, eventContext);",
    tests: flow,
  },
  {
    why: "answering first: a handler that runs after a 503 is told to be answered first",
    file: "answer-first.ts",
    from: "if (isOver) return handler(event, eventContext);",
    to: "",
    tests: flow,
  },
  {
    why: "answering first: a part that can't be loaded makes the receiver reject",
    file: "receiver.ts",
    from: "() => receive(endpoint, incoming),",
    to: "",
    tests: hosts,
  },
];
