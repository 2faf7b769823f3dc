import { fileOf } from "../memory/sites-of.ts";
import { timeByName } from "./hot-functions.ts";

/** A server under load: its profile as JSON, and what it has answered in the last of it. */
export interface ProfiledLoad {
  readonly json: string;
  readonly lastMs: number;
  readonly requests: number;
}

/** A file or a package, or a function of the runtime that has none, and its time in one request. */
export interface ComparedPart {
  readonly name: string;
  readonly byHandUs: number;
  readonly hooksUs: number;
}

/** Microseconds of one request by part; packages of others are a part each. */
function usByPart({ json, lastMs, requests }: ProfiledLoad): ReadonlyMap<string, number> {
  const times = timeByName(json, lastMs, (callFrame) =>
    (fileOf(callFrame) || callFrame.functionName).replace(
      /^(node_modules\/(?:@[^/]+\/)?[^/]+)\/.*/,
      "$1",
    ),
  );
  return new Map([...times].map(([name, us]) => [name, us / requests]));
}

/** The parts of both sides, first those in which they differ the most. */
export function compareParts(byHand: ProfiledLoad, hooks: ProfiledLoad): readonly ComparedPart[] {
  const [left, right] = [usByPart(byHand), usByPart(hooks)];
  const apart = ({ byHandUs, hooksUs }: ComparedPart): number => Math.abs(hooksUs - byHandUs);
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((name) => ({ name, byHandUs: left.get(name) ?? 0, hooksUs: right.get(name) ?? 0 }))
    .sort((a, b) => apart(b) - apart(a));
}
