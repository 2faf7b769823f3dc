import type { CryptoPath, Subject } from "../subject.ts";
import { installedSubject } from "./installed-subject.ts";

/** The vectors, put in by the bundler. */
declare const VECTORS: Subject["vectors"];

/** The packages as they are in the bundle. */
export const bundledSubject = (cryptoPath: CryptoPath): Subject => ({
  ...installedSubject,
  vectors: VECTORS,
  cryptoPath,
});
