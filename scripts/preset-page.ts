/** One preset's page: `docs/providers/<id>.md`. */
import type {
  Form,
  FormField,
  Handshake,
  JsonField,
  Provider,
  SecretFormat,
  Signature,
} from "@hooks/core";
import { originOf, proofOf, proofText } from "./preset-coverage.ts";
import * as facts from "./preset-facts.ts";
import { code, joined, list, place, places } from "./preset-facts.ts";
import { markdownTable } from "./preset-lists.ts";
import type { Preset } from "./presets.ts";
import { camelCase } from "./workspace.ts";

type Row = readonly [title: string, cell: string | undefined];

const rowsOf = (rows: readonly Row[]): readonly (readonly string[])[] =>
  rows.flatMap(([title, cell]) => (cell ? [[title, cell]] : []));

const unitNames = {
  s: "seconds",
  ms: "milliseconds",
  iso: "ISO 8601",
  isoZ: "ISO 8601 without its zone, which is UTC",
};

function time(form: Form): string | undefined {
  const { timestamp } = form;
  if (timestamp === undefined) return undefined;
  const isSigned = facts.signsTime(form) || facts.isMade(form);
  const tolerance = timestamp.tolerance ?? (facts.signsTime(form) ? 300 : undefined);
  const checked = tolerance === undefined ? "not checked" : `at most ${tolerance} s off`;
  const said = `${place(timestamp)}, in ${unitNames[timestamp.unit]}`;
  return `${said}; ${isSigned ? "" : "not signed, "}${checked}`;
}

function names({ fields = {} }: Form): readonly string[] {
  const entries = Object.entries(fields).map(
    ([name, field]) => [code(`{${name}}`), field] as const,
  );
  const made = entries.flatMap(([name, field]) => (typeof field === "function" ? name : []));
  const read = entries.flatMap(([name, field]) =>
    typeof field === "function" ? [] : `${name} is ${places(field)}`,
  );
  const verb = made.length === 1 ? "is" : "are";
  return made.length === 0 ? read : [...read, `${joined(made, "and")} ${verb} made by the preset`];
}

function signed(form: Form): string {
  const contents = [...new Set(facts.contentsOf(form))].filter((content) => content !== "");
  if (contents.length === 0) {
    const tokens = facts.signaturesOf(form).filter((one) => one.scheme === "jwt");
    const claims = tokens.flatMap(({ requires }) =>
      list(requires).flatMap((field) => ("claim" in field ? code(field.claim) : [])),
    );
    if (tokens.length === 0) return "nothing";
    return `the token${claims.length > 0 ? `, with ${joined([...new Set(claims)], "and")}` : ""}`;
  }
  const isNamed = facts.signaturesOf(form).some((one) => "named" in one && one.named === "content");
  const start = isNamed ? "the name in the secret, and " : "";
  const holder = form.sets && "form" in form.sets ? `, of the JSON in ${places(form.sets)}` : "";
  return [start + contents.map(code).join(" or ") + holder, ...names(form)].join("; ");
}

const formRows = (preset: Preset, form: Form): readonly Row[] => [
  ["Scheme", facts.scheme(form)],
  ["Signature", facts.signaturePlaces(form)],
  ["Signed", signed(form)],
  ["Time", time(form)],
  ["Replay-proof", facts.replay(preset, form)],
];

function id({ provider, forms }: Preset): string {
  if (provider.batch?.deliveryId) return `${places(provider.batch.deliveryId)} of each event`;
  if (provider.deliveryId === undefined) return "none: the body's digest stands for it";
  const isSigned = forms.every(([, form]) => facts.signsId(provider, form));
  const isUnclear = forms.some(([, form]) => facts.isMade(form));
  return `${places(provider.deliveryId)}${isSigned || isUnclear ? "" : "; not signed"}`;
}

function batch({ batch: found }: Provider): string | undefined {
  if (found === undefined) return undefined;
  const { at, within = [] } = found;
  const lists = list<JsonField | FormField>(at).map((where) =>
    "form" in where
      ? `form field ${code(where.form)}`
      : where.json === ""
        ? "the body"
        : place(where),
  );
  const inner = within.map((paths) => `, and in each ${paths.map(code).join(" or ")}`).join("");
  return `any number, as a list in ${lists.join(" or ")}${inner}; each is handled by itself`;
}

function type({ eventType, batch: found }: Provider): string {
  const inEvent = found?.eventType && `${places(found.eventType)} of each event`;
  return inEvent ?? (places(eventType) || 'none: handle it with `"*"`');
}

function acknowledged({ acknowledge }: Provider): string | undefined {
  if (acknowledge === undefined) return undefined;
  const { status = 200, body, contentType } = acknowledge;
  const content = body === undefined ? "without a body" : `with ${code(body)}`;
  return `${status} ${content}${contentType ? `, as ${code(contentType)}` : ""}`;
}

const deliveryRows = (preset: Preset): readonly Row[] => {
  const { provider, notes } = preset;
  return [
    ["Delivery id", id(preset)],
    ["Event type", type(provider)],
    ["Events", batch(provider)],
    ["Retries", notes.retries && facts.retries(preset)],
    ["Answer within", notes.answerWithin === undefined ? undefined : facts.answerWithin(preset)],
    ["Answer wanted", facts.answer(preset)],
    ["Answer given", acknowledged(provider)],
  ];
};

/** How a secret's text becomes the key. */
function keyText(one: Signature): string {
  if (one.scheme === "basic") return "The secret is `user:password`.";
  if (one.scheme === "token") return "The secret is compared with what the delivery carries.";
  if ("keys" in one && one.keys) {
    const { url, from } = one.keys;
    if (url === "{secret}")
      return "The secret is the URL from which the provider's keys are fetched.";
    const where = typeof url === "string" ? url : (list(from)[0] ?? "");
    return `The secret is no key: the provider's keys are fetched from ${code(where)}.`;
  }
  const format: SecretFormat = one.secret ?? {};
  const { encoding = "utf8", prefix, prefixRequired } = format;
  const isPublic =
    /^(ed25519|ecdsa|rsa)$/.test(one.scheme) || encoding === "pem" || encoding === "jwk";
  if (one.scheme === "digest" && one.named) {
    const hashed = one.secretHash
      ? `the ${one.secretHash} of what is behind it`
      : "what is behind it";
    return `Before the first ${code("|")} stands a name; the key is ${hashed}.`;
  }
  if (encoding === "utf8") return "The secret's text is the key, as it stands.";
  const written = { pem: "PEM", jwk: "a JWK" }[encoding as string] ?? encoding;
  const behind = prefix && `, ${prefixRequired ? "behind" : "with or without"} ${code(prefix)}`;
  return `The secret is ${isPublic ? "the public key" : "the key"}, as ${written}${behind ?? ""}.`;
}

function secretLines({ notes, forms }: Preset): readonly string[] {
  const signatures = forms.flatMap(([, form]) => facts.signaturesOf(form));
  const mistaken = signatures.flatMap((one) =>
    Object.entries(("secret" in one && one.secret?.mistaken) || {}).map(
      ([prefix, what]) => `${code(`${prefix}…`)} is ${what}`,
    ),
  );
  return [
    ...(notes.secret ? [notes.secret] : []),
    ...new Set(signatures.map(keyText)),
    ...(mistaken.length > 0 ? [`Not the secret: ${[...new Set(mistaken)].join("; ")}.`] : []),
  ];
}

function answerName(answer: NonNullable<Handshake["answer"]>): string {
  if (answer.scheme === "hmac") return `HMAC-${answer.hash}`;
  return answer.scheme === "signature" ? "signature, made as those of deliveries," : "SHA-256";
}

function handshakeText(handshake: Handshake): string {
  const { method = "POST", unsigned, when, verifyToken, challenge, answer, reply } = handshake;
  const signs = list(when).map((sign) =>
    sign.equals === undefined ? `has ${place(sign)}` : `has ${code(sign.equals)} as ${place(sign)}`,
  );
  const asked = signs.length > 0 ? ` that ${joined(signs, "and")}` : "";
  const isVerified = method === "POST" && !unsigned;
  const body = reply.body === undefined ? "without a body" : `with ${code(reply.body)}`;
  const set = Object.entries(reply.headers ?? {}).map(([name, value]) => code(`${name}: ${value}`));
  const secret = answer && answer.scheme !== "sha256" ? " under the secret" : "";
  const content = answer && `${answerName(answer)} of ${code(answer.content)}`;
  return [
    `${method === "OPTIONS" ? "An" : "A"} ${code(method)}${asked}, ${isVerified ? "answered once it is verified" : "which nobody signs"}.`,
    verifyToken &&
      `Its ${place(verifyToken)} has to be the receiver's \`verifyToken\`, else the answer is 403.`,
    `The answer is ${reply.status ?? 200} ${body}${set.length > 0 ? `, with ${joined(set, "and")}` : ""}.`,
    set.join().includes("{verifyToken}") && "`{verifyToken}` is the receiver's option.",
    challenge && `\`{challenge}\` is ${places(challenge)}.`,
    content && `\`{answer}\` is the ${content}${secret}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** What the receiver has to be told beside the secret. */
function options({ provider, forms }: Preset): readonly string[] {
  const isUrlSigned = forms.some(([, form]) =>
    /\{(url|path)\}|"hashOf":"url"/.test(JSON.stringify(form)),
  );
  const needsToken = list(provider.handshake).some(
    ({ verifyToken, reply }) => verifyToken || JSON.stringify(reply).includes("{verifyToken}"),
  );
  return [
    ...(isUrlSigned ? ["url: process.env.WEBHOOK_URL,"] : []),
    ...(needsToken ? ["verifyToken: process.env.VERIFY_TOKEN,"] : []),
  ];
}

function snippet(preset: Preset): string {
  const { id: presetId } = preset;
  const name = camelCase(presetId);
  const secret = `process.env.${presetId.toUpperCase().replaceAll("-", "_")}_SECRET`;
  const more = options(preset).map((line) => `  ${line}\n`);
  return `\`\`\`ts
import { createReceiver } from "@hooks/core";
import { ${name} } from "@hooks/providers/${presetId}";

export const receiver = createReceiver({
  provider: ${name},
  secret: ${secret},
${more.join("")}  on: { "*": ({ type, payload }) => console.log(type, payload) },
});
\`\`\``;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [
        `## ${title}`,
        lines.length === 1 ? (lines[0] ?? "") : lines.map((line) => `- ${line}`).join("\n"),
      ];

/** The page, without a section that would be empty. */
export function presetPage(preset: Preset, peers: ReadonlySet<string>): string {
  const { provider, forms, comment, notes, vectors } = preset;
  const [lead, ...remarks] = comment;
  const intro = lead && lead !== `${provider.name}.` ? `${lead} ` : "";
  const [single] = forms;
  const common: readonly Row[] = [
    ...deliveryRows(preset),
    ["Proof", proofText(proofOf(preset, peers))],
  ];
  const isSingle = single?.[0] === "";
  const table = markdownTable(
    ["", ""],
    rowsOf([...(isSingle ? formRows(preset, single[1]) : []), ...common]),
  );
  const perForm = isSingle
    ? []
    : forms.flatMap(([name, form]) => [
        `## Form ${code(name)}`,
        markdownTable(["", ""], rowsOf(formRows(preset, form))),
      ]);
  const listed = vectors.map(({ name, origin, expect }) => [
    name,
    originOf(origin),
    expect.error === undefined ? "accepted" : code(expect.error),
  ]);
  return `${[
    `# ${provider.name}`,
    "<!-- Written by `pnpm generate` from the preset, its notes and its vectors. -->",
    `${intro}[The provider's documentation](${provider.docs}) describes the scheme.`,
    snippet(preset),
    table,
    ...perForm,
    ...section("Secret", secretLines(preset)),
    ...section("Handshake", list(provider.handshake).map(handshakeText)),
    ...section("Good to know", [...remarks, ...(notes.quirks ?? [])]),
    ...(listed.length > 0
      ? ["## Vectors", markdownTable(["Delivery", "Origin", "Verdict"], listed)]
      : []),
    "[All providers](../providers.md)",
  ].join("\n\n")}\n`;
}
