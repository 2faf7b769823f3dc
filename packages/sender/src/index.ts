/** Send webhooks: signed, guarded, retried and observable, from a TypeScript application. */
export {};
