import { type JsonMember, type JsonNode, reordered } from "./json-text.ts";

type Members = readonly JsonMember[];
type Order = (members: Members) => Members;

/** A tree whose members are in another order, and in which. */
export type OrderedTree = readonly [name: string, tree: JsonNode];

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const by =
  (rank: (a: string, b: string) => number): Order =>
  (members) =>
    [...members].sort(([a], [b]) => rank(a, b) || compare(a, b));

const byName: Order = by(compare);

/** Names that JavaScript puts before all others, by their value. */
const isIndex = ([name]: JsonMember): boolean => /^"(0|[1-9]\d{0,9})"$/.test(name);
const indexOf = (name: string): number => Number(name.slice(1, -1));
const others: Order = (members) => members.filter((one) => !isIndex(one));
const indexes: Order = (members) =>
  members.filter(isIndex).sort(([a], [b]) => indexOf(a) - indexOf(b));

/** The orders in which programs write the members of every object. */
const orders: readonly (readonly [name: string, order: Order])[] = [
  ["sorted by name", byName],
  ["in reverse", (members) => [...members].reverse()],
  ["with names that are numbers last", (members) => [...others(members), ...indexes(members)]],
  ["with names that are numbers first", (members) => [...indexes(members), ...others(members)]],
  ["sorted by name, in reverse", (members) => [...byName(members)].reverse()],
  ["sorted by name, whatever its case", by((a, b) => compare(a.toLowerCase(), b.toLowerCase()))],
  ["sorted by the length of the name", by((a, b) => a.length - b.length)],
];

/** The tree with the members of all objects sorted, and with those of the outermost alone. */
export function* sortedTrees(tree: JsonNode): Generator<OrderedTree> {
  for (const [name, order] of orders) yield [`the members ${name}`, reordered(tree, order)];
  if (!("members" in tree)) return;
  for (const [name, order] of orders) {
    yield [`the outermost members ${name}`, { members: order(tree.members) }];
  }
}

/** Members that are put in every order: five have 120. */
const mostPermuted = 5;

/** Of more members, one is put in every other place, or two change places. */
const mostMoved = 16;

/** Trees of one object each that is in another order. */
const mostTrees = 1200;

function* permutations<T>(list: readonly T[]): Generator<readonly T[]> {
  if (list.length < 2) yield list;
  for (const [i, one] of list.entries()) {
    if (list.length < 2) return;
    for (const rest of permutations(list.toSpliced(i, 1))) yield [one, ...rest];
  }
}

function* otherOrders(members: Members): Generator<Members> {
  // Where names that are numbers came in between, before JavaScript has sorted them.
  const [first, ...more] = indexes(members);
  if (first && more.length > 0) {
    const rest = others(members);
    for (let at = 1; at < rest.length; at++) {
      yield rest.toSpliced(at, 0, first, ...more);
      yield rest.toSpliced(at, 0, ...[first, ...more].reverse());
    }
  }
  if (members.length <= mostPermuted) yield* permutations(members);
  else if (members.length <= mostMoved) {
    for (const [from, one] of members.entries()) {
      const rest = members.toSpliced(from, 1);
      for (let to = 0; to <= rest.length; to++) if (to !== from) yield rest.toSpliced(to, 0, one);
    }
    for (const [i, one] of members.entries()) {
      for (const [j, two] of members.entries())
        if (j > i + 1) yield members.with(i, two).with(j, one);
    }
  }
}

/** Each object of a tree, the outermost first, and the tree with other members in its place. */
function* objectsOf(
  node: JsonNode,
  put: (node: JsonNode) => JsonNode,
): Generator<readonly [members: Members, put: (members: Members) => JsonNode]> {
  if ("items" in node) {
    for (const [i, item] of node.items.entries()) {
      yield* objectsOf(item, (other) => put({ items: node.items.with(i, other) }));
    }
  }
  if (!("members" in node)) return;
  const { members } = node;
  yield [members, (other) => put({ members: other })];
  for (const [i, [name, value]] of members.entries()) {
    yield* objectsOf(value, (other) => put({ members: members.with(i, [name, other]) }));
  }
}

/** The tree with the members of one object in other orders: all where they are few, else one or two moved. */
export function* movedTrees(tree: JsonNode): Generator<OrderedTree> {
  let count = 0;
  for (const [members, put] of objectsOf(tree, (node) => node)) {
    const where = count === 0 ? "the outermost members" : "the members of one object";
    for (const other of otherOrders(members)) {
      if (count++ >= mostTrees) return;
      yield [`${where} in another order`, put(other)];
    }
  }
}
