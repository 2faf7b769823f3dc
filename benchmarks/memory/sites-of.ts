/** A function in a profile of allocations, with those that it has called. */
export interface AllocationNode {
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
  };
  readonly selfSize: number;
  readonly children: readonly AllocationNode[];
}

/** A function, and the bytes that it allocates by itself each time. */
export interface Site {
  readonly name: string;
  readonly bytes: number;
}

/** A source, without the folders that this machine has it in; empty for what has none. */
export const fileOf = ({ url }: AllocationNode["callFrame"]): string =>
  url
    .replace(/^.*\/(packages|node_modules|benchmarks)\//, "$1/")
    .replace(/^https?:\/\/[^/]+\//, "");

/** A place in a source. */
export function placeOf(callFrame: AllocationNode["callFrame"]): string {
  const { functionName, lineNumber } = callFrame;
  const file = fileOf(callFrame);
  return `${functionName || "(anonymous)"}${file ? `, ${file}:${lineNumber + 1}` : ""}`;
}

/** The functions by what they allocate, the greatest first. */
export function sitesOf(head: AllocationNode, times: number): readonly Site[] {
  const bytesByName = new Map<string, number>();
  const visit = ({ callFrame, selfSize, children }: AllocationNode): void => {
    const name = placeOf(callFrame);
    bytesByName.set(name, (bytesByName.get(name) ?? 0) + selfSize / times);
    children.forEach(visit);
  };
  visit(head);
  return [...bytesByName]
    .map(([name, bytes]) => ({ name, bytes }))
    .filter(({ bytes }) => bytes >= 8)
    .sort((a, b) => b.bytes - a.bytes);
}
