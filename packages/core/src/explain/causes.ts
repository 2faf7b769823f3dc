/** Every cause that an explanation can name; the list is closed. */
export type CauseCode =
  | "signature_absent"
  | "other_provider"
  | "header_absent"
  | "header_repeated"
  | "header_padded"
  | "signature_header"
  | "signature_prefix"
  | "signature_encoding"
  | "signature_hash"
  | "signature_truncated"
  | "signature_length"
  | "form_other"
  | "content_other"
  | "secret_unusable"
  | "secret_padded"
  | "secret_quoted"
  | "secret_assignment"
  | "secret_scheme"
  | "secret_prefix"
  | "secret_encoding"
  | "secret_escaped"
  | "secret_user"
  | "secret_other"
  | "key_format"
  | "key_private"
  | "body_parsed"
  | "body_empty"
  | "body_length"
  | "body_spacing"
  | "body_key_order"
  | "body_escapes"
  | "body_numbers"
  | "body_trailing_space"
  | "body_line_breaks"
  | "body_byte_order_mark"
  | "body_compressed"
  | "body_charset"
  | "body_characters_lost"
  | "body_wrapped"
  | "body_form"
  | "body_form_escapes"
  | "url_scheme"
  | "url_host"
  | "url_port"
  | "url_path"
  | "url_query"
  | "method_changed"
  | "clock_off"
  | "clock_unit"
  | "timestamp_unit"
  | "timestamp_altered"
  | "id_altered"
  | "timestamp_format"
  | "token_expired"
  | "token_early"
  | "token_algorithm"
  | "requirement_unmet";

const rawBody = "Verify the bytes as they came, before anything parses, decodes or rewrites them.";
const pasteAgain =
  "Copy the secret again from the provider's page, and store nothing else with it.";
const publicUrl =
  "Pass the URL exactly as it is set at the provider as `url`; what a proxy changes is not signed.";
const passHeaders = "Let whatever stands in front pass this header on as it came.";

/** What each of them is, and what to do. */
export const causes: Readonly<Record<CauseCode, readonly [sentence: string, advice: string]>> = {
  // Where the signature is, and how it is written.
  signature_absent: [
    "The delivery carries no signature where this provider puts it.",
    "See whether a secret is set at the provider, and whether a proxy removes the header.",
  ],
  other_provider: [
    "The delivery looks like one of another provider.",
    "Verify it with that provider's preset, or look at which URL was given to whom.",
  ],
  header_absent: [
    "A header is missing of which the signature covers the value.",
    "Let whatever stands in front pass this header on; when testing, send it along.",
  ],
  header_repeated: [
    "A header came more than once, so nobody can say which counts.",
    "Look for a proxy or a client that adds the header again.",
  ],
  header_padded: ["A header's value stands in quotes, blanks or escapes.", passHeaders],
  signature_header: [
    "The signature is right, but it stands in another header.",
    "Look for a proxy that renames headers, or for another version of the provider's scheme.",
  ],
  signature_prefix: [
    "The signature is right, but what stands before it is not what the provider sends.",
    passHeaders,
  ],
  signature_encoding: [
    "The signature is right, but it is written in another encoding.",
    "Write it as the provider does: in hex or in base64, in small letters where it is hex.",
  ],
  signature_hash: [
    "The signature is right for another hash function.",
    "Sign with the hash that this scheme has; older versions of a scheme often have SHA-1.",
  ],
  signature_truncated: [
    "The signature is cut off: what is there is the beginning of the right one.",
    passHeaders,
  ],
  signature_length: [
    "The signature does not have the length that every signature of this scheme has.",
    "Look whether it was cut, or made by another scheme or hash function.",
  ],
  form_other: [
    "The delivery is right in another of the provider's forms than the one by which it was judged.",
    "Leave the option `form` away, or set up at the provider the form that you want.",
  ],
  content_other: [
    "The signature is right, but covers something else than this scheme says.",
    "Look which version of the scheme signs, and use its preset.",
  ],
  // The secret.
  secret_unusable: ["The secret can't be one of this provider.", pasteAgain],
  secret_padded: ["The secret has characters around it that don't show.", pasteAgain],
  secret_quoted: ["The secret has quotes around it.", pasteAgain],
  secret_assignment: [
    "The secret is a whole line of a settings file, with its name before it.",
    "Store what stands behind the equals sign, and no more.",
  ],
  secret_scheme: [
    "The secret has an authentication scheme before it, such as Bearer.",
    "Store what stands behind that word, and no more.",
  ],
  secret_prefix: [
    "The prefix of the secret is there and should not be, or the other way round.",
    pasteAgain,
  ],
  secret_encoding: [
    "The secret is decoded though it should be taken as text, or the other way round.",
    "Give the secret in the encoding in which the provider shows it.",
  ],
  secret_escaped: [
    "The secret holds escapes, such as \\n, instead of what they stand for.",
    "Give a key with its line breaks, or turn the escapes back when it is read.",
  ],
  secret_user: [
    "The secret is the password alone; here it is user:password.",
    "Give both, with a colon between.",
  ],
  secret_other: [
    "Another of your secrets made the signature.",
    "While secrets rotate, pass both as `secret`; else look which environment's secret this is.",
  ],
  key_format: [
    "The key is right, but in another format than this preset reads.",
    "Give the public key in the format that the preset's page names.",
  ],
  key_private: [
    "This is a private key; verifying takes the public one.",
    "Give the public key, and treat the private one as seen by others if it was sent about.",
  ],
  // The body.
  body_parsed: ["The body was parsed before it was verified.", rawBody],
  body_empty: ["The body is empty though one was sent.", `It was probably read before. ${rawBody}`],
  body_length: ["The body does not have the length that the delivery says.", rawBody],
  body_spacing: ["The body is the same JSON with other spacing than what was signed.", rawBody],
  body_key_order: ["The body is the same JSON with its members in another order.", rawBody],
  body_escapes: ["The body is the same JSON with other characters escaped.", rawBody],
  body_numbers: ["The body is the same JSON with its numbers written in another way.", rawBody],
  body_trailing_space: [
    "A line break or a blank was added to the body, or removed from it.",
    `Editors and templates add one at the end. ${rawBody}`,
  ],
  body_line_breaks: ["The line breaks of the body were changed.", rawBody],
  body_byte_order_mark: ["A byte order mark was put before the body, or removed.", rawBody],
  body_compressed: [
    "The body was compressed or decompressed after it was signed, or before it was verified.",
    "Verify the body as the provider signs it, which is mostly before compression.",
  ],
  body_charset: ["The body was decoded in one character set and written in another.", rawBody],
  body_characters_lost: [
    "The body holds replacement characters, which stand for bytes that were no text.",
    rawBody,
  ],
  body_wrapped: [
    "The body was wrapped: as a JSON text, in base64, or as a list of bytes.",
    "Take the wrapping off before verifying; serverless gateways say so by `isBase64Encoded`.",
  ],
  body_form: ["The body is JSON where a form was signed, or the other way round.", rawBody],
  body_form_escapes: ["The body is the same form with other characters escaped.", rawBody],
  // The URL.
  url_scheme: ["The provider signed a URL with the other scheme, http or https.", publicUrl],
  url_host: ["The provider signed a URL with another host.", publicUrl],
  url_port: ["The provider signed a URL with another port.", publicUrl],
  url_path: ["The provider signed a URL with another path.", publicUrl],
  url_query: ["The provider signed a URL with another query.", publicUrl],
  method_changed: ["The provider signed another method.", "Pass the method as it came."],
  // The time.
  clock_off: [
    "The signature is right, but its time is too far from the clock.",
    "Set the clock by NTP. If the clock is right, the delivery was kept, queued or sent again.",
  ],
  clock_unit: [
    "The signature is right, but `now` answers in seconds.",
    "Let `now` answer in milliseconds since the epoch, as `Date.now` does.",
  ],
  timestamp_unit: [
    "The signature is right, but its time is in another unit than this scheme says.",
    "Look which version of the scheme signs, and whether something rewrites the time.",
  ],
  timestamp_altered: [
    "The time was changed after it was signed.",
    "Look for what rewrites the header: a proxy, a replay, or a test that sets the time last.",
  ],
  id_altered: ["The delivery's id was changed after it was signed.", passHeaders],
  timestamp_format: [
    "The time is there, and is not written as this scheme has it.",
    "Look which version of the scheme signs, and whether something rewrites the time.",
  ],
  // Tokens.
  token_expired: [
    "The token is genuine and has expired.",
    "Set the clock by NTP. If the clock is right, the delivery was kept, queued or sent again.",
  ],
  token_early: ["The token is genuine and not valid yet.", "Set the clock by NTP."],
  token_algorithm: [
    "The token is signed by another algorithm than this provider uses.",
    "Look where the token comes from; the preset says which algorithms count.",
  ],
  requirement_unmet: [
    "The signature is genuine, but what it covers is not meant for this endpoint or this body.",
    "Compare the audience, the URL and the body that the provider has with those here.",
  ],
};
