import { adyen } from "@hooks/providers/adyen";
import { load, type Peer, type PeerDelivery, post, shared } from "../peer.ts";

const { default: sdk } = await load("@adyen/api-library");
const validator = new sdk.hmacValidator();
const keys = shared("DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00", "AB12");

const itemOf = (reference: string, more = {}) => ({
  NotificationRequestItem: {
    amount: { currency: "EUR", value: 1000 },
    eventCode: "AUTHORISATION",
    merchantAccountCode: "TestMerchant",
    merchantReference: reference,
    pspReference: "7914073381342284",
    success: "true",
    eventDate: "2023-11-14T22:13:20+01:00",
    ...more,
  },
});
const bodyOf = (...items: object[]): string =>
  JSON.stringify({ live: "false", notificationItems: items });

type Item = { NotificationRequestItem: { additionalData?: { hmacSignature: string } } };
const itemsOf = (body: string): Item[] => JSON.parse(body).notificationItems;

export const peer: Peer = {
  preset: adyen,
  keys,
  bodies: [
    bodyOf(itemOf("genuine")),
    bodyOf(
      itemOf("genuine: größe \\ ♥", { originalReference: "8814073381342285", success: "false" }),
    ),
    bodyOf(itemOf("order-1"), itemOf("genuine", { amount: { currency: "JPY", value: 0 } })),
  ],
  sign: (body): PeerDelivery => {
    const items = itemsOf(body).map(({ NotificationRequestItem: item }) => {
      const hmacSignature: string = validator.calculateHmac(item, keys.signing);
      return { NotificationRequestItem: { ...item, additionalData: { hmacSignature } } };
    });
    return post({}, bodyOf(...items));
  },
  verify: ({ body }) =>
    itemsOf(body).every((one) =>
      validator.validateHMAC(one.NotificationRequestItem, keys.verifying),
    ),
};
