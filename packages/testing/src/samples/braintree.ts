import { WebhookError } from "@hooks/core";
import type { SampleEvent, SampleEvents } from "../sample-events.ts";

const subscription = `
    <subscription>
      <id>sample-hooks-01</id>
      <plan-id>two_bicycle_tyres</plan-id>
      <status>Canceled</status>
      <price>42.00</price>
      <balance>0.00</balance>
      <billing-day-of-month type="integer">2</billing-day-of-month>
      <current-billing-cycle type="integer">3</current-billing-cycle>
      <failure-count type="integer">0</failure-count>
      <transactions type="array"/>
    </subscription>`;

const dispute = `
    <dispute>
      <id>sample_hooks_01</id>
      <amount>42.00</amount>
      <currency-iso-code>EUR</currency-iso-code>
      <kind>chargeback</kind>
      <reason>fraud</reason>
      <status>open</status>
      <reply-by-date type="date">2026-03-16</reply-by-date>
      <transaction>
        <id>sample01</id>
        <amount>42.00</amount>
      </transaction>
    </dispute>`;

/** Base64 in lines of 60 characters, each of them ended. */
const inLines = (xml: string): string => btoa(xml).replaceAll(/.{1,60}/g, "$&\n");

function notification(kind: string, subject: string): SampleEvent {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<notification>
  <timestamp type="datetime">2026-03-02T09:30:00Z</timestamp>
  <kind>${kind}</kind>
  <subject>${subject}
  </subject>
</notification>
`;
  // The payload is a text, of which a handler reads no members.
  return { body: { bt_payload: inLines(xml) }, reads: [] };
}

/**
 * Makes a notification of another kind.
 *
 * @throws WebhookError `option_invalid` for what can be no kind
 */
export function eventOf(kind: string): SampleEvent {
  if (!/^\w+$/.test(kind)) {
    const message = "a type of braintree's is made of letters, digits and _";
    throw new WebhookError("option_invalid", message);
  }
  return notification(kind, subscription);
}

export const samples: SampleEvents = {
  subscription_canceled: notification("subscription_canceled", subscription),
  dispute_opened: notification("dispute_opened", dispute),
};
