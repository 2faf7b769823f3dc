import { WebhookError } from "@hooks/core";

/** What the command line was given can't be used: the exit code is 2. */
export const usageError = (message: string): WebhookError =>
  new WebhookError("option_invalid", message);
