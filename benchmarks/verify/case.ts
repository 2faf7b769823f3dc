import type { Delivery, Provider } from "@hooks/core";

/** One way to verify a delivery. It says whether the delivery is genuine, or throws. */
export type Verifier = (delivery: Delivery) => unknown;

/** Several ways to do the same work. */
export interface Case {
  readonly name: string;
  readonly provider: Provider;
  readonly secret: string;
  readonly url?: string;
  /** A body of so many bytes. Default: JSON. */
  readonly bodyOf?: (bytes: number) => string;
  /** The first is ours; each other is what it is compared with. */
  readonly verifiers: Readonly<Record<string, Verifier>>;
  /** What does not verify, and is only there to be subtracted. */
  readonly parts?: Readonly<Record<string, Verifier>>;
  /** What is wanted of the first over the others. */
  readonly goals?: readonly CaseGoal[];
}

/** Ours is to be so many times faster than another (`at least`), or to take at most so many times as long. */
export interface CaseGoal {
  readonly work: string;
  readonly over: readonly string[];
  readonly bytes: readonly number[];
  readonly bound: "at most" | "at least";
  readonly wanted: number;
}

/** The secret that all sides share, in the form that the most demanding of them wants. */
export const secret: string = `whsec_${Buffer.from("a secret of the benchmark").toString("base64")}`;

export const url = "https://example.com/webhooks";

export const textOf = ({ body }: Delivery): string => Buffer.from(body).toString();

/** The headers of a delivery that was made here. */
export const headersOf = ({ headers }: Delivery): Record<string, string> =>
  headers as Record<string, string>;

/** A package that the type checker need not read, for its types are larger than all of ours. */
// biome-ignore lint/suspicious/noExplicitAny: what is imported is the package's affair, and its answers are checked.
export const load = (name: string): Promise<any> => import(name);
