import { deliver, type SignedDeliveryOptions, sampleEvents, signedDelivery } from "@hooks/testing";
import type { ProbeOptions } from "./handshake-points.ts";
import { judged, type Point, skipped } from "./point.ts";
import { sendSlowly } from "./send-slowly.ts";

const isTaken = ({ status }: { readonly status: number }): boolean => status >= 200 && status < 300;

const bare = (url: URL, method: string) => ({
  method,
  url: url.href,
  headers: { "content-type": "application/json" },
  body: new TextEncoder().encode(method === "POST" ? "{}" : ""),
});

/** A HEAD, and what comes without a signature: nobody needs a secret for these. */
export function strangerPoints({ url, timeoutMs }: ProbeOptions): readonly Point[] {
  return [
    judged(
      "HEAD",
      "an answer under 500",
      () => deliver(url, bare(url, "HEAD"), { timeoutMs }),
      ({ status }) => status < 500,
    ),
    judged(
      "without a signature",
      "401",
      () => deliver(url, bare(url, "POST"), { timeoutMs }),
      ({ status }) => status === 401,
    ),
  ];
}

/** A body of so many bytes, which is genuine but for its size. */
const padded = (bytes: number) => (sample: unknown) => ({
  ...Object(sample),
  padding: "x".repeat(bytes),
});

/** What a provider sends from then on, and what others make of that. */
export async function deliveryPoints(options: ProbeOptions): Promise<readonly Point[]> {
  const { provider, url, secret, keys, signedUrl, form, type, timeoutMs } = options;
  const { oversizedBytes, slowMs } = options;
  const make = (more: Partial<SignedDeliveryOptions> = {}) =>
    signedDelivery(provider, { secret, keys, url: signedUrl, form, type, ...more });
  const send = async (more?: Partial<SignedDeliveryOptions>) =>
    deliver(url, await make(more), { timeoutMs });
  /** Where the scheme can't see a break, nobody can refuse it. */
  const broken = async (name: string, more: Partial<SignedDeliveryOptions>): Promise<Point> => {
    try {
      const delivery = await make(more);
      return judged(
        name,
        "401",
        () => deliver(url, delivery, { timeoutMs }),
        ({ status }) => status === 401,
      );
    } catch (error) {
      return skipped(name, (error as Error).message);
    }
  };
  let genuine: Awaited<ReturnType<typeof make>>;
  try {
    genuine = await make();
  } catch (error) {
    return [skipped("deliveries", (error as Error).message)];
  }
  const samples = await sampleEvents(provider);
  const ping = Object.hasOwn(samples, "ping")
    ? [judged("ping", "2xx", () => send({ type: "ping" }), isTaken)]
    : [];
  return [
    ...ping,
    await broken("badly signed", { wrongSecret: true }),
    judged("valid", "2xx", () => deliver(url, genuine, { timeoutMs }), isTaken),
    judged("duplicate", "2xx", () => deliver(url, genuine, { timeoutMs }), isTaken),
    await broken("stale", { stale: true }),
    await broken("tampered", { tamper: true }),
    judged(
      `oversized, ${oversizedBytes} bytes`,
      "413",
      () => send({ payload: padded(oversizedBytes) }),
      ({ status }) => status === 413,
      // To go on listening to it is not asked of anybody.
      "passed",
    ),
    judged(
      `slow, over ${slowMs / 1000} s`,
      "2xx",
      async () => {
        const status = await sendSlowly(url, await make(), slowMs, timeoutMs);
        return { status, headers: {}, text: "" };
      },
      isTaken,
    ),
  ];
}
