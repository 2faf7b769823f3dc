import { parseAddress } from "./ip-address.ts";

/** What a name server says of a name: addresses, behind another name where there is one. */
export interface DnsAnswer {
  readonly addresses: readonly string[];
  readonly alias?: string | undefined;
}

/** What is asked: a name in lower case, of which type, and the bytes to repeat. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: number;
  readonly bytes: Buffer;
}

/** Of RFC 1035 and RFC 3596. */
export const recordTypes = { A: 1, CNAME: 5, AAAA: 28 } as const;

const headerLength = 12;
const internet = 1;
const nameOfQuestion = 0xc000 | headerLength;

/** Reads the question of a query. */
export function readQuestion(query: Buffer): DnsQuestion {
  const labels: string[] = [];
  let at = headerLength;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return {
    name: labels.join(".").toLowerCase(),
    type: query.readUInt16BE(at + 1),
    bytes: query.subarray(headerLength, at + 5),
  };
}

function nameBytes(name: string): Buffer {
  const labels = name.split(".").map((label) => {
    const text = Buffer.from(label, "latin1");
    return Buffer.concat([Buffer.of(text.length), text]);
  });
  return Buffer.concat([...labels, Buffer.of(0)]);
}

function record(owner: Buffer, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(internet, 2);
  // A time to live of nothing, then the length.
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
}

/** Writes the reply to a query; without an answer, that there is no such name. */
export function writeReply(query: Buffer, answer: DnsAnswer | undefined): Buffer {
  const question = readQuestion(query);
  const pointer = Buffer.of(nameOfQuestion >> 8, nameOfQuestion & 0xff);
  const owner = answer?.alias === undefined ? pointer : nameBytes(answer.alias);
  const records = (answer?.addresses ?? [])
    .map((address) => Buffer.from(parseAddress(address) ?? []))
    .filter(({ length }) => length === (question.type === recordTypes.AAAA ? 16 : 4))
    .map((data) => record(owner, question.type, data));
  if (answer?.alias !== undefined) records.unshift(record(pointer, recordTypes.CNAME, owner));
  const head = Buffer.alloc(headerLength);
  query.copy(head, 0, 0, 2);
  // A reply, authoritative; recursion as desired and available.
  head.writeUInt16BE(answer ? 0x8580 : 0x8583, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, question.bytes, ...records]);
}
