/** The environment variable that holds a provider's secret: `standard-webhooks` -> `STANDARD_WEBHOOKS_WEBHOOK_SECRET`. */
export const secretName = (providerId: string): string =>
  `${providerId.replaceAll("-", "_").toUpperCase()}_WEBHOOK_SECRET`;
