/** An event as a provider sends it, with names and values of nobody. */
export interface SampleEvent {
  /** The body; of a batch, the one event of it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What a first handler reads of it: paths of names joined by dots. */
  readonly reads: readonly string[];
  /** Those of its headers without which nothing can be signed, and which no preset can make up. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sample events by their type; `"*"` is what all types have in common. */
export type SampleEvents = Readonly<Record<string, SampleEvent>>;

/** The samples of a provider. */
interface SampleFile {
  readonly default: SampleEvents;
  /** Makes one of any type, where the type stands within a text and no path leads to it. */
  readonly eventOf?: (type: string) => SampleEvent;
}

/** By the provider's id; read when they are asked for. */
const files: Readonly<Record<string, () => Promise<SampleFile>>> = {
  "amazon-sns": () => import("./samples/amazon-sns.json", { with: { type: "json" } }),
  attio: () => import("./samples/attio.json", { with: { type: "json" } }),
  braintree: () =>
    import("./samples/braintree.ts").then(({ samples, eventOf }) => ({
      default: samples,
      eventOf,
    })),
  calendly: () => import("./samples/calendly.json", { with: { type: "json" } }),
  clerk: () => import("./samples/clerk.json", { with: { type: "json" } }),
  contentful: () => import("./samples/contentful.json", { with: { type: "json" } }),
  "dropbox-sign": () => import("./samples/dropbox-sign.json", { with: { type: "json" } }),
  github: () => import("./samples/github.json", { with: { type: "json" } }),
  gitlab: () => import("./samples/gitlab.json", { with: { type: "json" } }),
  "google-pubsub": () => import("./samples/google-pubsub.json", { with: { type: "json" } }),
  intercom: () => import("./samples/intercom.json", { with: { type: "json" } }),
  kinde: () => import("./samples/kinde.json", { with: { type: "json" } }),
  "lemon-squeezy": () => import("./samples/lemon-squeezy.json", { with: { type: "json" } }),
  linear: () => import("./samples/linear.json", { with: { type: "json" } }),
  openai: () => import("./samples/openai.json", { with: { type: "json" } }),
  paddle: () => import("./samples/paddle.json", { with: { type: "json" } }),
  paypal: () => import("./samples/paypal.json", { with: { type: "json" } }),
  polar: () => import("./samples/polar.json", { with: { type: "json" } }),
  resend: () => import("./samples/resend.json", { with: { type: "json" } }),
  sendgrid: () => import("./samples/sendgrid.json", { with: { type: "json" } }),
  sentry: () => import("./samples/sentry.json", { with: { type: "json" } }),
  shopify: () => import("./samples/shopify.json", { with: { type: "json" } }),
  slack: () => import("./samples/slack.json", { with: { type: "json" } }),
  square: () => import("./samples/square.json", { with: { type: "json" } }),
  "standard-webhooks": () => import("./samples/standard-webhooks.json", { with: { type: "json" } }),
  stripe: () => import("./samples/stripe.json", { with: { type: "json" } }),
  svix: () => import("./samples/svix.json", { with: { type: "json" } }),
  twilio: () => import("./samples/twilio.json", { with: { type: "json" } }),
  typeform: () => import("./samples/typeform.json", { with: { type: "json" } }),
  vercel: () => import("./samples/vercel.json", { with: { type: "json" } }),
  workos: () => import("./samples/workos.json", { with: { type: "json" } }),
};

async function fileOf({ id }: { readonly id: string }): Promise<SampleFile> {
  const load = Object.hasOwn(files, id) ? files[id] : undefined;
  return load === undefined ? { default: {} } : load();
}

/** The sample events of a provider by their type: none, where there are no samples of it. */
export async function sampleEvents(provider: { readonly id: string }): Promise<SampleEvents> {
  return (await fileOf(provider)).default;
}

/** A sample event, and the type that it is of. */
export interface TypedSample extends SampleEvent {
  readonly type: string | undefined;
}

/** The sample of a type: the first one where none is named, and what all have in common where it has none of its own. */
export async function sampleEvent(
  provider: { readonly id: string },
  type: string | undefined,
): Promise<TypedSample | undefined> {
  const { default: samples, eventOf } = await fileOf(provider);
  const wanted = type ?? Object.keys(samples).find((one) => one !== "*");
  const own = wanted !== undefined && Object.hasOwn(samples, wanted) ? samples[wanted] : undefined;
  const made = own === undefined && wanted !== undefined ? eventOf?.(wanted) : undefined;
  const sample = own ?? made ?? samples["*"];
  return sample && { ...sample, type: wanted };
}

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Another id of the same kind: a UUID, digits, or random characters after the same prefix. */
export function freshId(like: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(like)) return crypto.randomUUID();
  const prefix = like.match(/^.*[_-]/)?.[0] ?? "";
  const rest = like.slice(prefix.length);
  const from = /^\d+$/.test(rest) ? alphabet.slice(0, 10) : alphabet;
  const random = crypto.getRandomValues(new Uint32Array(Math.max(rest.length, 16)));
  return prefix + Array.from(random, (one) => from[one % from.length]).join("");
}
