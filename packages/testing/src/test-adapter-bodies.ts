import { type AdapterCase, type AdapterTrial, maxBodyBytes } from "./test-adapter-trial.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

interface TestBody {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it is a payload where no form is declared. */
  readonly isJson: boolean;
}

const json = (name: string, value: string): TestBody => ({
  name,
  bytes: text(value),
  isJson: true,
});

const other = (name: string, bytes: Uint8Array): TestBody => ({ name, bytes, isJson: false });

/** What is lost wherever bytes are taken for text, or text is parsed and written again. */
const bodies: readonly TestBody[] = [
  json("plain JSON", '{"a":1}'),
  json("JSON with room in it", ' { "b" : 1.0 ,\r\n\t"a":1e2, "a":2 } \n'),
  json("a byte order mark", '\uFEFF{"bom":true}'),
  json("dollar signs", '{"a":"$& $$ $1 $` $\' {body} {timestamp} {id}"}'),
  json("characters of several bytes", '{"a":"größe ♥ 🪝 \u2028"}'),
  json("escapes", '{"a":"\\u00e9\\ud83e\\/"}'),
  json("percent and plus signs", '"a=1&b=%20+%zz"'),
  other("nothing", new Uint8Array()),
  other("one line feed", text("\n")),
  other("NUL", text('{"nul":"\0"}')),
  other(
    "every byte there is",
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
  ),
  other("bytes that are not UTF-8", Uint8Array.of(0x22, 0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80, 0x22)),
  other("a form", text("a=1&a=2&payload=%7B%22b%22%3A1%7D&c=%00+%FF")),
  other("UTF-16", Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0)),
  other("zeros", new Uint8Array(maxBodyBytes)),
];

const isEqual = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a?.length === b.length && a.every((byte, i) => byte === b[i]);

/** Pieces of uneven size, which cut through characters. */
function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  const step = Math.ceil(bytes.length / 60) | 1;
  for (
    let i = 0, size = step;
    i < bytes.length;
    i += size, size = ((size * 3) % (7 * step)) + step
  ) {
    yield bytes.subarray(i, i + size);
  }
}

/** The signature is over the bytes, so an accepted one shows that they are whole; the handler gets them too. */
async function checkBody(trial: AdapterTrial, { bytes, isJson }: TestBody): Promise<void> {
  await trial.serve({ store: undefined });
  const asForm = await trial.signed(bytes, {
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  await trial.answers("received", asForm, "it as a form");
  await trial.answers("received", { ...asForm, pieces: cut(bytes) }, "it in pieces");
  trial.hasHandled(2);
  for (const { delivery } of trial.events) {
    trial.holds(isEqual(delivery.body, bytes), "the handler got other bytes than were sent");
  }
  const asBytes = await trial.signed(bytes, {
    headers: { "content-type": "application/octet-stream" },
  });
  await trial.answers(isJson ? "received" : "payload_malformed", asBytes, "it as bytes");
}

/** Content types that say what they will: the bytes are what they are. */
const contentTypes: readonly string[] = [
  "application/json; charset=utf-8",
  "APPLICATION/JSON",
  "application/cloudevents+json",
  "application/x-www-form-urlencoded; charset=iso-8859-1",
  "text/plain",
  "text/plain; charset=utf-16le",
  "multipart/form-data; boundary=b",
  "application/octet-stream",
  'application/json; charset="nowhere"',
  "no content type at all",
];

async function checkContentType(
  trial: AdapterTrial,
  contentType: string | undefined,
): Promise<void> {
  await trial.serve();
  const { headers, ...signed } = await trial.signed('{"a":1}');
  const rest = headers.filter(([name]) => name !== "content-type");
  const typed = contentType === undefined ? [] : [["content-type", contentType] as const];
  await trial.answers("received", { ...signed, headers: [...rest, ...typed] });
  trial.hasHandled(1);
}

/** Bodies arrive as they were sent. */
export const bodyCases: readonly AdapterCase[] = [
  ...bodies.map((body) => ({
    name: `body: ${body.name}`,
    run: (trial: AdapterTrial) => checkBody(trial, body),
  })),
  ...[undefined, ...contentTypes].map((contentType) => ({
    name: `content type: ${contentType ?? "none"}`,
    run: (trial: AdapterTrial) => checkContentType(trial, contentType),
  })),
];
