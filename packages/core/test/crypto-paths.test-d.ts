/** The module that Node gets has the shape of the one that everybody else gets. */
import * as node from "../src/crypto-node.ts";
import type * as web from "../src/crypto-web.ts";

type Path = {
  readonly [Name in keyof typeof web]: (
    ...args: Parameters<(typeof web)[Name]>
  ) => Awaited<ReturnType<(typeof web)[Name]>> | ReturnType<(typeof web)[Name]>;
};

node satisfies Path;
