import type { SigningRequest } from "../src/index.ts";

/** Bytes that no text encoding leaves as they are. */
export const body = Buffer.concat([Buffer.from('{"a":"$&'), Buffer.from([0xff, 0, 0xfe])]);

export const timeMs = Date.UTC(2026, 10, 21, 16, 0, 0);

/** 32 bytes, from a fixed sentence. */
export const secretValue = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;

/** A request to be signed. */
export function sampleRequest(changes: Partial<SigningRequest> = {}): SigningRequest {
  return {
    method: "POST",
    url: "https://example.com/hooks?a=1&b=%20#part",
    headers: { "content-type": "application/json", "user-agent": "hooks" },
    body,
    event: { id: "evt_1", type: "user.created", timestamp: new Date(timeMs), body },
    secrets: [{ label: "main", value: secretValue }],
    time: new Date(timeMs),
    ...changes,
  };
}
