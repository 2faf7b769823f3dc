import type { EventsByType } from "@hooks/core";
import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
  APIWebhookEventBody,
} from "discord-api-types/v10";

/**
 * Interaction type, a number written as text, -> interaction, of `discord-api-types`:
 * `createReceiver<DiscordInteractions>({ provider: discordInteractions, … })`. PING, which is 1, is answered without you.
 */
export interface DiscordInteractions {
  readonly "2": APIApplicationCommandInteraction;
  readonly "3": APIMessageComponentInteraction;
  readonly "4": APIApplicationCommandAutocompleteInteraction;
  readonly "5": APIModalSubmitInteraction;
}

/**
 * Event type -> payload, of `discord-api-types`:
 * `createReceiver<DiscordWebhookEvents>({ provider: discordWebhookEvents, … })`.
 */
export type DiscordWebhookEvents = {
  readonly [Type in keyof EventsByType<APIWebhookEventBody>]: {
    readonly application_id: string;
    readonly event: EventsByType<APIWebhookEventBody>[Type];
  };
};
