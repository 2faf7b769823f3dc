/** JSON with its strings and numbers as they are written. */
export type JsonNode =
  | { readonly text: string }
  | { readonly items: readonly JsonNode[] }
  | { readonly members: readonly JsonMember[] };

/** A name as it is written, and its value. */
export type JsonMember = readonly [name: string, value: JsonNode];

/** What stands between the parts of a JSON text. */
export interface Layout {
  readonly comma: string;
  readonly colon: string;
  /** One step of indentation; empty where all is on one line. */
  readonly indent: string;
}

const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[-+.\w]+)\s*/gy;

/** Deeper than any payload, and far from the end of the stack. */
const maxDepth = 100;

/** Reads JSON; `undefined` for what is none, or is too deep. */
export function readJson(text: string): JsonNode | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = [...text.matchAll(token)].map(([, one]) => one as string);
  let at = 0;

  function readList<T>(end: string, readOne: () => T | undefined): readonly T[] | undefined {
    const list: T[] = [];
    while (tokens[at] !== end) {
      const one = readOne();
      if (one === undefined) return undefined;
      list.push(one);
      if (tokens[at] === ",") at++;
    }
    at++;
    return list;
  }

  function readNode(depth: number): JsonNode | undefined {
    if (depth > maxDepth) return undefined;
    const first = tokens[at++];
    if (first === "[") {
      const items = readList("]", () => readNode(depth + 1));
      return items && { items };
    }
    if (first === "{") {
      const members = readList("}", (): JsonMember | undefined => {
        const name = tokens[at] as string;
        at += 2;
        const value = readNode(depth + 1);
        return value && [name, value];
      });
      return members && { members };
    }
    return first === undefined ? undefined : { text: first };
  }

  return readNode(0);
}

/** Writes JSON in a layout; nothing stands in empty lists and objects. */
export function writeJson(node: JsonNode, layout: Layout, margin = ""): string {
  if ("text" in node) return node.text;
  const { comma, colon, indent } = layout;
  const inner = margin + indent;
  const parts =
    "items" in node
      ? node.items.map((item) => writeJson(item, layout, inner))
      : node.members.map(([name, value]) => name + colon + writeJson(value, layout, inner));
  const [open, close] = "items" in node ? "[]" : "{}";
  if (parts.length === 0 || indent === "") return open + parts.join(comma) + close;
  return `${open}\n${inner}${parts.join(`${comma}\n${inner}`)}\n${margin}${close}`;
}

/** The same JSON with the members of each object in another order. */
export function reordered(
  node: JsonNode,
  order: (members: readonly JsonMember[]) => readonly JsonMember[],
): JsonNode {
  if ("text" in node) return node;
  if ("items" in node) return { items: node.items.map((item) => reordered(item, order)) };
  return {
    members: order(node.members).map(([name, value]) => [name, reordered(value, order)] as const),
  };
}

/** The text with each string of it as `change` makes it; all else stays. */
export const withStrings = (text: string, change: (string: string) => string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"/g, change);

/** The text with each number of it as `change` makes it; all else stays. */
export function withNumbers(
  text: string,
  change: (number: string, place: number) => string,
): string {
  let place = 0;
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (one) =>
    one.startsWith('"') ? one : change(one, place++),
  );
}
