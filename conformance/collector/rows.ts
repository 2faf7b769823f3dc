import type { CryptoPath } from "../subject.ts";

/** What was measured of one runtime, host or framework. */
export interface Row {
  readonly name: string;
  readonly version: string;
  /** What HMACs are computed with, where that was asked. */
  readonly crypto?: CryptoPath;
  /** Group of checks -> how many were run. */
  readonly checks: Readonly<Record<string, number>>;
}

/** The parts of the result, by what they are about. */
export interface Results {
  readonly runtimes: readonly Row[];
  readonly hosts: readonly Row[];
  readonly frameworks: readonly Row[];
}
