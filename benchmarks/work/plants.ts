/** A regression that is put into the built core while it is loaded, to see that it is found. */
export interface Plant {
  readonly name: string;
  /** Of the limits, the one that has to be passed. */
  readonly breaks: Limit;
  readonly at: string;
  readonly becomes: string;
}

/** What is counted of importing `@hooks/core` with a preset, and of verifying again and again. */
export type Limit = "modules" | "dynamicImports" | "createHmac" | "otherCryptoCalls" | "heapBytes";

const verify = "async function verifyReading(provider, reader, options, fixed) {";
const createHmac = "const mac = createHmac(";

export const plants: readonly Plant[] = [
  {
    name: "one more module",
    breaks: "modules",
    at: verify,
    becomes: `import "data:text/javascript,0";\n${verify}`,
  },
  {
    name: "an import() in each verification",
    breaks: "dynamicImports",
    at: verify,
    becomes: `${verify} await import("data:text/javascript,0");`,
  },
  {
    name: "an HMAC too many",
    breaks: "createHmac",
    at: createHmac,
    becomes: `createHmac("sha256", "once more"); ${createHmac}`,
  },
  {
    name: "a key made anew for each verification",
    breaks: "otherCryptoCalls",
    at: "key.prepared ??=",
    becomes: "key.prepared =",
  },
  {
    name: "a copy of the body's 1 KB in each of two more places, as an array of numbers",
    breaks: "heapBytes",
    at: verify,
    becomes: `${verify} [...reader.delivery.body]; [...reader.delivery.body];`,
  },
];
