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
  ...["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
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
