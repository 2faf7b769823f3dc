/** A body, and its HMAC-SHA-256 in hex over "v0:" and it, under "the conformance secret": computed by Python's hmac. */
export interface AwkwardBody {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly signature: string;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** What is changed wherever bytes are taken for text, or text for a pattern. */
export const awkwardBodies: readonly AwkwardBody[] = [
  {
    name: "a byte order mark",
    bytes: Uint8Array.of(0xef, 0xbb, 0xbf, ...text('{"bom":true}')),
    signature: "6386b9b23c00576e412174e5066ca84bbb2e186301e37f57760db99040237cfe",
  },
  {
    name: "NUL",
    bytes: text('{"nul":"\0"}\0'),
    signature: "db8c2094e77a18d2705a67b131f7dfbd5b1dc5fcf60851e36b464b7660321151",
  },
  {
    name: "bytes that are not UTF-8",
    bytes: Uint8Array.of(0x22, 0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80, 0x22),
    signature: "c1250d09ff26942faf56aece4bd868639d53f9769fd7d57a0311eb6b6dca1bb6",
  },
  {
    name: "UTF-16",
    bytes: Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0),
    signature: "ff4b4b35ed9459e9b28e5be75c75441750c7ef71bceb0e06ca3faf1389141f7c",
  },
  {
    name: "every byte there is",
    bytes: Uint8Array.from({ length: 256 }, (_, byte) => byte),
    signature: "ad878b06ca9935b3f610ff25b379035a220a686e3ca8347f85db4ed43d39a496",
  },
  {
    name: "dollar signs and braces",
    bytes: text("$& $$ $1 $` $' {body} {timestamp} {id} $<a>"),
    signature: "cccf9929ae64fadb29a3b71c9012abd11815c56efd5d4cef605169b1aeb98faf",
  },
  {
    name: "characters of several bytes",
    bytes: text('{"a":"größe ♥ 🪝 \u2028"}'),
    signature: "78e3c9cab7a54c8269e5cb83eec1b7f4b23fe5a5bf9c594ee4df27b65c967727",
  },
  {
    name: "line ends",
    bytes: text('{\r\n\n\r"a":1}\r\n'),
    signature: "d5ea0e18848efec95ae153518939e599e335aa413a3236d3db89ea3cc989086a",
  },
  {
    name: "one byte that no character begins with",
    bytes: Uint8Array.of(0x80),
    signature: "bb2f065fee1ad60c8b6462476c0af154e88f744f4f002fe1cd0098c540655db2",
  },
  {
    name: "percent and plus signs",
    bytes: text("a=1&b=%20+%zz&a=%FF"),
    signature: "b75204a315f531e6a9e23a792c4c7ff67a49cbd52327aac84ed01a41e165dd1c",
  },
];
