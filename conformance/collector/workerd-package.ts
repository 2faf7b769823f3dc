import { createRequire } from "node:module";

/** What the package `workerd`, which comes without types, says of itself. */
export interface WorkerdPackage {
  /** Where its program for this machine is. */
  readonly default: string;
  /** The latest date that it knows. */
  readonly compatibilityDate: string;
}

/** @throws Error when there is no workerd for this machine */
export const workerdPackage = (): WorkerdPackage =>
  createRequire(import.meta.url)("workerd") as WorkerdPackage;
