import type { Mutation } from "./mutation.ts";

const form = ["core/test/form"];
const places = ["core/test/signature-places"];
const content = ["core/test/content"];

/** Defects in what is signed, by which form it is judged, and what is read out of a delivery. */
export const ofContent: readonly Mutation[] = [
  {
    why: "what was signed under one form counts as a body of another",
    file: "judge.ts",
    from: "if (bodyStart && utf8(bodyStart).some((byte, i) => byte !== body[i])) return undefined;",
    to: "",
    tests: form,
  },
  {
    why: "a mismatch in one form is forgiven by another",
    file: "judge-forms.ts",
    from: "if (refusal !== undefined && rank(refusal) > 1) break;",
    to: "",
    tests: form,
  },
  {
    why: "a header with one bad set counts by its others",
    file: "judge-forms.ts",
    from: "if (isEach || rank(code) < 2) break;",
    to: "if (isEach) break;",
    tests: form,
  },
  {
    why: "one signed item of a list lets the others in",
    file: "judge-forms.ts",
    from: 'const isEach = form.sets !== undefined && !("header" in form.sets);',
    to: "const isEach = false;",
    tests: places,
  },
  {
    why: "a list of any length is verified item by item",
    file: "judge-forms.ts",
    from: "items.length > 0 && items.length <= maxItems",
    to: "items.length > 0",
    tests: places,
  },
  {
    why: "a time is taken for a signature, whatever its place",
    file: "signature-parts.ts",
    from: "place < from || place >= to || ",
    to: "",
    tests: places,
  },
  {
    why: "sign writes an id into a body that is signed",
    file: "sign.ts",
    from: 'const isHeader = place === undefined || "header" in place;',
    to: "const isHeader = place === undefined;",
    tests: places,
  },
  {
    why: "a pinned form does not keep out the others",
    file: "forms-of.ts",
    from: "(pinned === undefined || name === pinned)",
    to: "true",
    tests: form,
  },
  {
    why: "an id may hold the separator that follows it",
    file: "content.ts",
    from: "(next && !isFixed.test(part) && value.includes(next))",
    to: "false",
    tests: content,
  },
  {
    why: "the request's own URL is taken for the signed one",
    file: "judge.ts",
    from: 'if (name === "url") return url;',
    to: 'if (name === "url") return delivery.url;',
    tests: content,
  },
  {
    why: "of a header that was sent twice the first counts",
    file: "delivery.ts",
    from: 'value.join(", ")',
    to: "value[0]",
    tests: ["core/test/signature-header"],
  },
  {
    why: "a path walks into prototypes",
    file: "delivery-reader.ts",
    from: "Object.hasOwn(Object(found), name)",
    to: "name in Object(found)",
    tests: ["core/test/content", "core/test/flow-payload"],
  },
  {
    why: "ids that lost digits count",
    file: "delivery-reader.ts",
    from: "Number.isSafeInteger(found)",
    to: 'typeof found === "number"',
    tests: ["core/test/content", "core/test/flow-payload"],
  },
  {
    why: "bytes that are not UTF-8 are read as JSON",
    file: "delivery-reader.ts",
    from: "{ fatal: true }",
    to: "{ fatal: false }",
    tests: ["core/test/flow-payload"],
  },
  {
    why: "any method is accepted",
    file: "incoming.ts",
    from: 'if (method !== "POST") throw new WebhookError("method_not_allowed");',
    to: "",
    tests: ["core/test/flow-accept"],
  },
  {
    why: "a body is read although it says that it is too large",
    file: "incoming.ts",
    from: 'Number(readHeader(headers, "content-length")) > maxBodyBytes',
    to: "false",
    tests: ["core/test/flow-accept"],
  },
  {
    why: "a body that is there already may have any size",
    file: "incoming.ts",
    from: 'if (body.length > maxBodyBytes) throw new WebhookError("body_too_large");',
    to: "",
    tests: ["core/test/flow-accept"],
  },
  {
    why: "a stream is read far past the limit",
    file: "read-stream.ts",
    from: "if (end > maxBytes) {",
    to: "if (end > maxBytes * 10) {",
    tests: ["core/test/receiver-fetch", "core/test/flow-encoding"],
  },
  {
    why: "who reads a body for too long is not told to stop",
    file: "incoming.ts",
    from: "Promise.resolve()\n      .then(stop)\n      .catch(() => undefined);",
    to: "",
    tests: ["core/test/flow-accept", "core/test/receiver-fetch"],
  },
  {
    why: "an encoded body keeps its coding's header",
    file: "decode-body.ts",
    from: 'entries.filter(([name]) => name.toLowerCase() !== "content-encoding")',
    to: "entries",
    tests: ["core/test/flow-encoding"],
  },
];
