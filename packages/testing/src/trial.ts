import {
  type DeliveryInput,
  isWebhookError,
  type Provider,
  type Verified,
  type VerifyOptions,
  verify,
  type WebhookErrorCode,
} from "@hooks/core";

/** The checks of one test. They throw plain errors, so that any test runner can report them, and are counted. */
export class Trial {
  readonly provider: Provider;
  count = 0;

  constructor(provider: Provider) {
    this.provider = provider;
  }

  /** @throws Error unless `condition` holds */
  holds(condition: unknown, message: string): void {
    this.count++;
    if (!condition) throw new Error(`${this.provider.id}: ${message}`);
  }

  /** @throws Error unless the delivery is accepted */
  async accepted(what: string, delivery: DeliveryInput, options: VerifyOptions): Promise<Verified> {
    this.count++;
    try {
      return await verify(this.provider, delivery, options);
    } catch (error) {
      throw new Error(`${this.provider.id}: ${what} is refused: ${nameOf(error)}`, {
        cause: error,
      });
    }
  }

  /** @throws Error unless the delivery is refused, with one of the codes where any are given */
  async refused(
    what: string,
    delivery: DeliveryInput,
    options: VerifyOptions,
    ...codes: readonly WebhookErrorCode[]
  ): Promise<void> {
    this.count++;
    const error = await verify(this.provider, delivery, options).then(
      () => undefined,
      (thrown: unknown) => thrown ?? "nothing",
    );
    const id = this.provider.id;
    if (error === undefined) throw new Error(`${id}: ${what} is accepted`);
    const name = nameOf(error);
    const isExpected = codes.length > 0 ? codes.includes(name as never) : isRefusal.test(name);
    if (!isExpected) {
      const expected = codes.join(" or ") || "a refusal";
      throw new Error(`${id}: ${what}: ${expected} is expected, not ${name}`, { cause: error });
    }
    for (const secret of textsOf(options.secret)) {
      if (`${String(error)}${JSON.stringify(error)}`.includes(secret)) {
        throw new Error(`${id}: ${what}: the error holds the secret`);
      }
    }
  }
}

const isRefusal = /^(signature|timestamp)_/;

const nameOf = (error: unknown): string => (isWebhookError(error) ? error.code : String(error));

/** Short texts may well be part of a message. */
function textsOf(secret: VerifyOptions["secret"]): string[] {
  const values = typeof secret === "object" && secret !== null ? Object.values(secret) : [secret];
  return values.filter((value) => typeof value === "string" && value.length > 8) as string[];
}
