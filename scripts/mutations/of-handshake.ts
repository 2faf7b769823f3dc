import type { Mutation } from "./mutation.ts";

const handshake = ["core/test/flow-handshake"];
const batch = ["core/test/flow-batch"];

/** Defects of what is not one event: handshakes, and batches of many. */
export const ofHandshake: readonly Mutation[] = [
  {
    why: "an unsigned challenge is taken out of a signed delivery",
    file: "handshake.ts",
    from: "if (handshake.unsigned && !isBare(endpoint.provider, reader)) continue;",
    to: "",
    tests: handshake,
  },
  {
    why: "a signed challenge is answered before it is verified",
    file: "handshake.ts",
    from: "isSigned(handshake) !== isVerified || ",
    to: "",
    tests: handshake,
  },
  {
    why: "anybody's verify token counts",
    file: "handshake.ts",
    from: 'if (verifyToken && !isAmong(reader.read(verifyToken) ?? "", endpoint.verifyTokens))',
    to: "if (verifyToken && !reader.read(verifyToken))",
    tests: handshake,
  },
  {
    why: "a batch counts as done when one of its events failed",
    file: "batch.ts",
    from: "if (urgency(reply) > urgency(worst)) worst = reply;",
    to: "worst = reply;",
    tests: batch,
  },
  {
    why: "of two equal events of a batch one is lost",
    file: "batch.ts",
    from: "id === undefined ? utf8",
    to: "id === null ? utf8",
    tests: batch,
  },
];
