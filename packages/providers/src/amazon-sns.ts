import type { Provider } from "@hooks/core";

const rsa = {
  scheme: "rsa",
  padding: "pkcs1",
  field: { json: "Signature" },
  encoding: "base64",
  content: "{message}",
  keys: {
    format: "x509",
    url: { json: "SigningCertURL" },
    from: [
      "https://sns.*.amazonaws.com/SimpleNotificationService-*.pem",
      "https://sns.*.amazonaws.com.cn/SimpleNotificationService-*.pem",
    ],
  },
} as const;

const ownTopic = { json: "TopicArn", equals: "{secret}" } as const;
const notification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
const confirmation = [
  "Message",
  "MessageId",
  "SubscribeURL",
  "Timestamp",
  "Token",
  "TopicArn",
  "Type",
];

/** Names and values, a line each, in the order of the names. */
function canonical(json: unknown): string | undefined {
  const message = Object(json) as Record<string, unknown>;
  const names = message["Type"] === "Notification" ? notification : confirmation;
  const present = names.filter((name) => name !== "Subject" || message[name] != null);
  const lines = present.map((name) => {
    const value = Object.hasOwn(message, name) ? message[name] : undefined;
    return typeof value === "string" ? `${name}\n${value}\n` : undefined;
  });
  return lines.includes(undefined) ? undefined : lines.join("");
}

/**
 * Amazon SNS over HTTPS; the secret is the topic's ARN, for SNS signs everybody's topics:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 *
 * A retry, for up to an hour, says the time of the first attempt. A confirmation is answered with 200 and confirms
 * nothing: for that, `onHandshake` has to get its `SubscribeURL`. Raw message delivery is not signed, and refused.
 */
export const amazonSns: Provider = {
  id: "amazon-sns",
  name: "Amazon SNS",
  docs: "https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html",
  signature: [
    {
      ...rsa,
      hash: "SHA-256",
      requires: [ownTopic, { json: "SignatureVersion", equals: "2" }],
    },
    {
      ...rsa,
      hash: "SHA-1",
      requires: [ownTopic, { json: "SignatureVersion", equals: "1" }],
    },
  ],
  fields: { message: ({ json }) => canonical(json()) },
  timestamp: { json: "Timestamp", unit: "iso", tolerance: 3600 },
  deliveryId: { json: "MessageId" },
  eventType: { json: "Type" },
  handshake: { when: { json: "Type", equals: "SubscriptionConfirmation" }, reply: {} },
};
