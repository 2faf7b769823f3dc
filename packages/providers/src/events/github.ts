import type { EventPayloadMap } from "@octokit/webhooks-types";

/** Event type -> payload, of `@octokit/webhooks-types`: `createReceiver<GithubEvents>({ provider: github, … })`. */
export type GithubEvents = EventPayloadMap;
