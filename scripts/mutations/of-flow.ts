import type { Mutation } from "./mutation.ts";

const failure = ["core/test/flow-handler-failure"];
const timeout = ["core/test/flow-timeout"];
const store = ["core/test/flow-store-fault"];
const key = ["core/test/flow-claim-key"];
const duplicate = ["core/test/flow-duplicate"];
const handshake = ["core/test/flow-handshake"];
const outcome = ["core/test/flow-outcome"];
const schema = ["core/test/flow-schema"];
const reply = ["core/test/flow-reply"];

/** Defects of the flow: each loses an event, runs it twice, or tells what it should not. */
export const ofFlow: readonly Mutation[] = [
  {
    why: "a delivery is claimed before it is verified",
    file: "flow.ts",
    from: "verified = await verifyReading(",
    to: `await endpoint.store?.claim(reader.read(provider.deliveryId) ?? "", { leaseMs: 1 });
    verified = await verifyReading(`,
    tests: ["core/test/flow-forgery", ...duplicate],
  },
  {
    why: "a challenge is answered before it is verified",
    file: "flow.ts",
    from: "verified = await verifyReading(provider, reader, verification, secrets);",
    to: `const early = answerHandshake(provider, reader);
    if (early !== undefined) return finish("handshake", early);
    verified = await verifyReading(provider, reader, verification, secrets);`,
    tests: handshake,
  },
  {
    why: "a challenge is changed by what it holds",
    file: "handshake.ts",
    from: 'template.replace(/\\{(challenge|answer)\\}/g, (_, name) => (name === "answer" ? answer : text))',
    to: 'template.replace("{answer}", answer).replace("{challenge}", text)',
    tests: handshake,
  },
  {
    why: "a browser may take a challenge for a page",
    file: "handshake.ts",
    from: '"x-content-type-options": "nosniff",',
    to: "",
    tests: handshake,
  },
  {
    why: "a delivery is recorded as done before its handler ran",
    file: "process-event.ts",
    from: "const routing = endpoint.queue",
    to: "await claim.complete(undefined);\n      const routing = endpoint.queue",
    tests: failure,
  },
  {
    why: "a handler that failed keeps its claim",
    file: "process-event.ts",
    from: "const storeError = await claim.release();",
    to: "const storeError = undefined;",
    tests: failure,
  },
  {
    why: "what a handler throws decides the answer",
    file: "route.ts",
    from: 'throw failureOf("handler", cause);',
    to: "throw cause;",
    tests: failure,
  },
  {
    why: "a store that fails makes a handler's success a failure",
    file: "process-event.ts",
    from: "const kind = routed === undefined",
    to: "if (storeError !== undefined) throw storeError;\n    const kind = routed === undefined",
    tests: store,
  },
  {
    why: "a release that fails hides the handler's error",
    file: "process-event.ts",
    from: "const storeError = await claim.release();",
    to: "const storeError = await claim.release();\n    if (storeError !== undefined) throw storeError;",
    tests: store,
  },
  {
    why: "a lost lease goes unnoticed",
    file: "claim.ts",
    from: "isDone === true ?",
    to: "isDone !== null ?",
    tests: store,
  },
  {
    why: "a store that answers garbage lets everything through",
    file: "claim.ts",
    from: 'throw storeFailed("the store gave no answer that it may give");',
    to: 'return { state: "claimed", claim: freeClaim };',
    tests: store,
  },
  {
    why: "a recorded reply that can't be sent is taken for none",
    file: "claim.ts",
    from: 'throw storeFailed("the store gave a reply that can\'t be sent");',
    to: "return undefined;",
    tests: store,
  },
  {
    why: "a promise of another realm may take for ever",
    file: "time-limit.ts",
    from: 'typeof (work as PromiseLike<T> | undefined)?.then !== "function"',
    to: "!(work instanceof Promise)",
    tests: store,
  },
  {
    why: "another body under the same id is answered as if it were the first",
    file: "claim.ts",
    from: "result.digest !== undefined && result.digest !== digest",
    to: "false",
    tests: duplicate,
  },
  {
    why: "a scope may hold what separates it from the id",
    file: "endpoint-of.ts",
    from: "return encodeURIComponent(scope);",
    to: "return encodeURIComponent(scope) && scope;",
    tests: key,
  },
  {
    why: "endpoints that share a store share their deliveries",
    file: "claim.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    from: "`${provider}:${scopeOf(delivery)}`",
    to: "provider",
    tests: key,
  },
  {
    why: "an id and a body's digest share a key",
    file: "claim.ts",
    from: "+body:",
    to: ":",
    tests: key,
  },
  {
    why: "a body can be replayed under another id",
    file: "claim.ts",
    from: ' && claimBy === "id"',
    to: "",
    tests: key,
  },
  {
    why: "an id of any length becomes a key",
    file: "claim.ts",
    from: " && id.length <= maxIdLength",
    to: "",
    tests: key,
  },
  {
    why: "a duplicate gets the default reply instead of its own",
    file: "process-event.ts",
    from: "attempt.reply ?? receivedReply(endpoint, verified.id)",
    to: "receivedReply(endpoint, verified.id)",
    tests: duplicate,
  },
  {
    why: "a duplicate is not told from the first",
    file: "reply.ts",
    from: ', "webhook-duplicate": "true"',
    to: "",
    tests: duplicate,
  },
  {
    why: "a provider is told to come again in fractions of a second",
    file: "reply.ts",
    from: "Math.ceil(retryAfterMs / 1000)",
    to: "retryAfterMs / 1000",
    tests: duplicate,
  },
  {
    why: "a handler that outlives its time frees its claim, and runs twice at a time",
    file: "process-event.ts",
    from: "late = true;",
    to: "late = true;\n    void claim.release();",
    tests: timeout,
  },
  {
    why: "a late success is not recorded, and runs again",
    file: "process-event.ts",
    from: "    const { reply, error } = replyOf(routed);",
    to: "    if (late) return receivedReply(endpoint.provider, undefined);\n    const { reply, error } = replyOf(routed);",
    tests: timeout,
  },
  {
    why: "the handler's time goes on while its claim is settled",
    file: "process-event.ts",
    from: "      endClock();\n    } catch",
    to: "    } catch",
    tests: ["core/test/flow-timeout", "core/test/flow-store-fault"],
  },
  {
    why: "a late failure blocks the event until the lease ends",
    file: "process-event.ts",
    from: "      endClock();\n      const error = asWebhookError(thrown);",
    to: "      endClock();\n      if (late) return receivedReply(endpoint.provider, undefined);\n      const error = asWebhookError(thrown);",
    tests: timeout,
  },
  {
    why: "a lease ends when the handler's time does",
    file: "endpoint-of.ts",
    from: "timeoutMs + leaseMarginMs",
    to: "timeoutMs",
    tests: timeout,
  },
  {
    why: "a handler is not told that its time is over",
    file: "process-event.ts",
    from: "context.abort(timeout);",
    to: "",
    tests: timeout,
  },
  {
    why: "an onOutcome that throws changes the answer",
    file: "endpoint-of.ts",
    from: "} catch {\n      return undefined; // The answer is settled.",
    to: "} catch (error) {\n      throw error;",
    tests: outcome,
  },
  {
    why: "an onOutcome that rejects ends the process",
    file: "endpoint-of.ts",
    from: "Promise.resolve(onOutcome(outcome)).catch(() => undefined);",
    to: "onOutcome(outcome);",
    tests: outcome,
  },
  {
    why: "a reply that can't be sent makes a finished handler run again",
    file: "process-event.ts",
    from: "return { error: error as WebhookError };",
    to: "throw error;",
    tests: reply,
  },
  {
    why: "an event whose handler asks to be tried again is remembered as done",
    file: "process-event.ts",
    from: "sent.status >= 500",
    to: "false",
    tests: reply,
  },
  {
    why: "a reply may have a body that its status forbids",
    file: "reply.ts",
    from: "[204, 205, 304].includes(status)",
    to: "false",
    tests: [...reply, "core/test/receiver-fetch"],
  },
  {
    why: "names of the prototype are taken for schemas",
    file: "route.ts",
    from: "Object.hasOwn(schema, type)",
    to: "type in schema",
    tests: schema,
  },
  {
    why: "the log gets to see the payload",
    file: "route.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    from: 'at "${place}"`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    to: 'at "${place}" ${JSON.stringify(payload)}`',
    tests: schema,
  },
  {
    why: "the log gets to see a payload's own keys",
    file: "route.ts",
    from: '? key : "*"',
    to: "? key : key",
    tests: ["core/test/flow-hostile-names"],
  },
  {
    why: "a claim without a token is taken for one",
    file: "claim.ts",
    from: 'if (typeof token !== "string")',
    to: "if (false)",
    tests: ["core/test/flow-hostile-names"],
  },
  {
    why: "events without ids of two batches with one body are one",
    file: "batch.ts",
    from: 'const batchId = endpoint.claimBy === "id" ? verified.id : undefined;',
    to: "const batchId = undefined;",
    tests: ["core/test/flow-batch"],
  },
];
