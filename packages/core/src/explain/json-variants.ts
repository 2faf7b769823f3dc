import type { Finding } from "./explanation.ts";
import { movedTrees, sortedTrees } from "./json-orders.ts";
import {
  type JsonNode,
  type Layout,
  readJson,
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

/** The layout of a text, where it is one that programs have. */
const layoutOf = (tree: JsonNode, text: string): Layout =>
  layouts.find(([, one]) => writeJson(tree, one) === text.trim())?.[1] ?? compact;

/** The members of a JSON text in another order, as it is written here. */
function* ordered(tree: JsonNode, own: string): Generator<TextVariant> {
  const layout = layoutOf(tree, own);
  for (const [name, other] of sortedTrees(tree)) yield reorderedAs(name, other, layout);
}

const reorderedAs = (name: string, tree: JsonNode, layout: Layout): TextVariant => ({
  findings: [{ code: "body_key_order", evidence: `the signature is right with ${name}` }],
  text: writeJson(tree, layout),
});

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
  yield* reorderedLayouts(tree);
}

/** The members in the orders of programs, and in their layouts. */
function* reorderedLayouts(tree: JsonNode): Generator<TextVariant> {
  for (const [name, other] of sortedTrees(tree)) {
    const { findings } = reorderedAs(name, other, compact);
    for (const one of laidOut(other)) yield { ...one, findings: [...findings, ...one.findings] };
  }
}

/** The same JSON with its members in an order that is rarer, or by a program that writes all else differently as well. */
export function* orderVariants(text: string): Generator<TextVariant> {
  const tree = readJson(text);
  if (tree === undefined) return;
  for (const one of reorderedLayouts(tree)) yield* spelled(one);
  const layout = layoutOf(tree, text);
  for (const [name, other] of movedTrees(tree)) yield reorderedAs(name, other, layout);
}
