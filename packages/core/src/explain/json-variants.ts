import type { Finding } from "./explanation.ts";
import {
  type JsonMember,
  type JsonNode,
  type Layout,
  readJson,
  reordered,
  withNumbers,
  withStrings,
  writeJson,
} from "./json-text.ts";

/** Another text of the same body, and what happened if it was the one that was signed. */
export interface TextVariant {
  readonly findings: readonly Finding[];
  readonly text: string;
}

type Named<T> = readonly [name: string, value: T];

const compact: Layout = { comma: ",", colon: ":", indent: "" };

const layouts: readonly Named<Layout>[] = [
  ["no blanks", compact],
  ["a blank after each comma and colon", { comma: ", ", colon: ": ", indent: "" }],
  ["an indentation of two blanks", { comma: ",", colon: ": ", indent: "  " }],
  ["an indentation of four blanks", { comma: ",", colon: ": ", indent: "    " }],
  ["an indentation by tabs", { comma: ",", colon: ": ", indent: "\t" }],
  ["a blank after each colon", { comma: ",", colon: ": ", indent: "" }],
  [
    "an indentation of two blanks, a blank before each colon",
    { comma: ",", colon: " : ", indent: "  " },
  ],
];

const hex = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, "0");

/** Characters beyond ASCII as escapes, whose digits are written by `write`. */
const escapedBy = (write: (digits: string) => string) => (string: string) =>
  string
    .replace(/[\u0080-\uffff]/g, (one) => `\\u${hex(one)}`)
    .replace(/\\(u[\da-f]{4}|[\s\S])/gi, (one, inner: string) =>
      inner.length === 5 ? `\\u${write(inner.slice(1))}` : one,
    );
const escaped = escapedBy((digits) => digits.toLowerCase());
const plain = (string: string): string =>
  string.replace(/\\(u[\da-f]{4}|[\s\S])/gi, (one, inner: string) => {
    const code = inner.length === 5 ? Number.parseInt(inner.slice(1), 16) : 0;
    return code < 0x80 ? one : String.fromCharCode(code);
  });
const slashes = (string: string): string =>
  string.replace(/\\[\s\S]|\//g, (one) => (one === "/" ? "\\/" : one));
const plainSlashes = (string: string): string =>
  string.replace(/\\[\s\S]/g, (one) => (one === "\\/" ? "/" : one));
const markup = (string: string): string => string.replace(/[<>&]/g, (one) => `\\u${hex(one)}`);
const plainMarkup = (string: string): string =>
  string.replace(/\\(u00(?:3c|3e|26)|[\s\S])/gi, (one, inner: string) =>
    inner.length === 5 ? String.fromCharCode(Number.parseInt(inner.slice(1), 16)) : one,
  );

/** How strings may have been written. */
const spellings: readonly Named<(string: string) => string>[] = [
  ["characters beyond ASCII escaped", escaped],
  ["characters beyond ASCII not escaped", plain],
  ["slashes escaped", slashes],
  ["slashes not escaped", plainSlashes],
  ["slashes and characters beyond ASCII escaped", (one) => slashes(escaped(one))],
  ["the characters <, > and & escaped", markup],
  ["the characters <, > and & not escaped", plainMarkup],
  ["characters beyond ASCII escaped, in capitals", escapedBy((digits) => digits.toUpperCase())],
];

/** How numbers may have been written, all of them. */
const numerals: readonly Named<(number: string) => string>[] = [
  ["a decimal point in whole numbers", (one) => (/^-?\d+$/.test(one) ? `${one}.0` : one)],
  ["two decimals in whole numbers", (one) => (/^-?\d+$/.test(one) ? `${one}.00` : one)],
  ["no empty decimals", (one) => one.replace(/\.0+$|(\.\d*?[1-9])0+$/, "$1")],
  ["two decimals", (one) => (/^-?\d+\.\d$/.test(one) ? `${one}0` : one)],
  ["exponents without a sign", (one) => one.replace(/e\+/i, "e")],
  ["exponents in capitals", (one) => one.replace("e", "E")],
  [
    "no exponents",
    (one) => (/e\+?\d/i.test(one) && Number(one) < 1e30 ? String(BigInt(Number(one))) : one),
  ],
];

/** Numbers that are tried one by one. */
const mostNumbers = 40;

type Order = (members: readonly JsonMember[]) => readonly JsonMember[];

const byName: Order = (members) => [...members].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

const isIndex = ([name]: JsonMember): boolean => /^"\d+"$/.test(name);

const orders: readonly Named<Order>[] = [
  ["sorted by name", byName],
  ["in reverse", (members) => [...members].reverse()],
  [
    "with names that are numbers last",
    (members) => [...members.filter((one) => !isIndex(one)), ...members.filter(isIndex)],
  ],
  ["sorted by name, in reverse", (members) => [...byName(members)].reverse()],
];

/** Members of the outermost object that are put in every order: five have 120. */
const mostPermuted = 5;

function* permutations<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length < 2) yield list;
  for (const [i, one] of list.entries()) {
    if (list.length < 2) return;
    for (const rest of permutations(list.toSpliced(i, 1))) yield [one, ...rest];
  }
}

/** One member moved to another place, or all places where they are few. */
function* topOrders(members: readonly JsonMember[]): Generator<readonly JsonMember[]> {
  if (members.length <= mostPermuted) yield* permutations(members);
  else if (members.length <= 16) {
    for (const [from, one] of members.entries()) {
      const rest = members.toSpliced(from, 1);
      for (let to = 0; to <= rest.length; to++) yield rest.toSpliced(to, 0, one);
    }
  }
}

const laidOut = (tree: JsonNode): readonly TextVariant[] =>
  layouts.map(([name, layout]) => ({
    findings: [{ code: "body_spacing", evidence: `the signature is right with ${name}` }],
    text: writeJson(tree, layout),
  }));

function* spelled({ findings, text }: TextVariant): Generator<TextVariant> {
  for (const [name, change] of spellings) {
    const other = withStrings(text, change);
    if (other === text) continue;
    const evidence = `the signature is right with ${name}`;
    yield { findings: [...findings, { code: "body_escapes", evidence }], text: other };
  }
}

function* numbered({ findings, text }: TextVariant): Generator<TextVariant> {
  for (const [name, change] of numerals) {
    const evidence = `the signature is right with ${name}`;
    const all = withNumbers(text, change);
    if (all !== text)
      yield { findings: [...findings, { code: "body_numbers", evidence }], text: all };
  }
  for (const [name, change] of numerals) {
    let count = 0;
    withNumbers(text, (number) => {
      count++;
      return number;
    });
    for (let at = 0; at < Math.min(count, mostNumbers); at++) {
      const evidence = `the signature is right with ${name}, in number ${at + 1} of ${count}`;
      const one = withNumbers(text, (number, place) => (place === at ? change(number) : number));
      if (one !== text)
        yield { findings: [...findings, { code: "body_numbers", evidence }], text: one };
    }
  }
}

function* ordered(tree: JsonNode, own: string): Generator<TextVariant> {
  const [, layout] = layouts.find(([, one]) => writeJson(tree, one) === own.trim()) ?? [
    "",
    compact,
  ];
  for (const [name, order] of orders) {
    const evidence = `the signature is right with the members ${name}`;
    const text = writeJson(reordered(tree, order), layout);
    yield { findings: [{ code: "body_key_order", evidence }], text };
  }
  if (!("members" in tree)) return;
  const evidence = "the signature is right with the outermost members in another order";
  for (const members of topOrders(tree.members)) {
    yield {
      findings: [{ code: "body_key_order", evidence }],
      text: writeJson({ members }, layout),
    };
  }
}

/** The same JSON as other programs write it: one thing is different at first, and then two together. */
export function* jsonVariants(text: string): Generator<TextVariant> {
  const tree = readJson(text);
  if (tree === undefined) return;
  const own = { findings: [], text };
  yield* laidOut(tree);
  yield* spelled(own);
  yield* numbered(own);
  yield* ordered(tree, text);
  for (const one of laidOut(tree)) yield* spelled(one);
  for (const [name, order] of orders.slice(0, 1)) {
    const findings: readonly Finding[] = [
      { code: "body_key_order", evidence: `the signature is right with the members ${name}` },
    ];
    for (const one of laidOut(reordered(tree, order))) {
      yield { ...one, findings: [...findings, ...one.findings] };
    }
  }
}
