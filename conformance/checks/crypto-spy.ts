/** How often each way to compute an HMAC or a hash was taken. */
export interface CryptoCalls {
  nodeHmacs: number;
  nodeHashes: number;
  webHmacs: number;
  webHashes: number;
}

interface NodeCrypto {
  readonly createHmac: (hash: string, key: string) => object;
  readonly createHash: (hash: string) => object;
}

interface NodeProcess {
  readonly getBuiltinModule?: (name: string) => NodeCrypto | undefined;
}

/** Counts the calls of a method, and still makes them; gives what ends the counting. */
function count(owner: object, name: string, found: () => void): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const method: (...args: unknown[]) => unknown = Reflect.get(owner, name);
  Reflect.set(owner, name, function counted(this: object, ...args: unknown[]): unknown {
    found();
    return Reflect.apply(method, this, args);
  });
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, own);
  };
}

/** `node:crypto`, where the runtime has it; asked for without an import, which other runtimes would refuse. */
function nodeCrypto(): NodeCrypto | undefined {
  const { process } = globalThis as { readonly process?: NodeProcess };
  return process?.getBuiltinModule?.("node:crypto");
}

/**
 * Counts from outside what `work` computes with: what `node:crypto` makes has one prototype for everybody, and
 * WebCrypto is one object.
 */
export async function spyOnCrypto(work: () => Promise<void>): Promise<CryptoCalls> {
  const calls: CryptoCalls = { nodeHmacs: 0, nodeHashes: 0, webHmacs: 0, webHashes: 0 };
  const restores: (() => void)[] = [];
  const node = nodeCrypto();
  if (node) {
    const hmac = Object.getPrototypeOf(node.createHmac("sha256", "key"));
    const hash = Object.getPrototypeOf(node.createHash("sha256"));
    restores.push(count(hmac, "digest", () => calls.nodeHmacs++));
    restores.push(count(hash, "digest", () => calls.nodeHashes++));
  }
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle) {
    restores.push(count(subtle, "sign", () => calls.webHmacs++));
    restores.push(count(subtle, "verify", () => calls.webHmacs++));
    restores.push(count(subtle, "digest", () => calls.webHashes++));
  }
  try {
    await work();
    return calls;
  } finally {
    for (const restore of restores) restore();
  }
}
