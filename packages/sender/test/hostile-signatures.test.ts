import { expect, test } from "vitest";
import { timeMs } from "./sample-request.ts";
import { signed, verdict } from "./sample-signature.ts";

const input = '("@method" "@target-uri" "content-digest");created=1;keyid="main"';
const many = (count: number, one: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => one(i));

test.each([
  ["no field", "", "signature_missing"],
  ["no inner list", "sig1=:AAAA:", "signature_malformed"],
  ["an open list", 'sig1=("@method"', "signature_malformed"],
  ["an open string", 'sig1=("@method', "signature_malformed"],
  ["items without space", 'sig1=("@method""@path")', "signature_malformed"],
  ["a token", "sig1=(method)", "signature_malformed"],
  ["a comma at the end", `sig1=${input},`, "signature_malformed"],
  ["a comma at the start", `,sig1=${input}`, "signature_malformed"],
  ["capitals", `SIG1=${input}`, "signature_malformed"],
  ["a label twice", `sig1=${input}, sig1=${input}`, "signature_malformed"],
  ["a parameter twice", `sig1=${input};created=2`, "signature_malformed"],
  [
    "a component twice",
    `sig1=${input.replace('"@method"', '"@method" "@method"')}`,
    "time or malformed",
  ],
  ["a decimal", `sig1=${input.replace("created=1", "created=1.5")}`, "signature_malformed"],
  [
    "a long integer",
    `sig1=${input.replace("created=1", `created=${"1".repeat(16)}`)}`,
    "signature_malformed",
  ],
  ["created as text", `sig1=${input.replace("created=1", 'created="1"')}`, "timestamp_malformed"],
  ["no created", `sig1=${input.replace("created=1;", "")}`, "timestamp_malformed"],
  ["a flag for created", `sig1=${input.replace("created=1", "created")}`, "timestamp_malformed"],
  ["a negative created", `sig1=${input.replace("created=1", "created=-1")}`, "timestamp_malformed"],
  ["alg as number", `sig1=${input};alg=1`, "signature_malformed"],
  ["another alg", `sig1=${input};alg="none"`, "signature_mismatch"],
  ["the alg of a key pair", `sig1=${input};alg="ed25519"`, "signature_mismatch"],
  ["an unknown parameter", `sig1=${input};x=1`, "signature_malformed"],
  ["no keyid", `sig1=${input.replace(';keyid="main"', "")}`, "signature_mismatch"],
  ["keyid as number", `sig1=${input.replace('keyid="main"', "keyid=1")}`, "signature_mismatch"],
  ["no such signature", `sig9=${input}`, "signature_malformed"],
  ["10,000 labels", many(10_000, (i) => `s${i}=()`).join(","), "signature_malformed"],
  ["17 labels", many(17, (i) => `s${i}=()`).join(","), "signature_malformed"],
  ["65 components", `sig1=(${many(65, (i) => `"h${i}"`).join(" ")})`, "signature_malformed"],
  ["a megabyte of spaces", `sig1=(${" ".repeat(1 << 20)})`, "signature_malformed"],
  ["a megabyte of backslashes", `sig1=("${"\\\\".repeat(1 << 19)}`, "signature_malformed"],
  ["line breaks", `sig1=${input}\n`, "signature_malformed"],
])("hostile Signature-Input: %s", async (_, field, code) => {
  const delivery = await signed();
  const headers = { ...delivery.headers, "signature-input": field };
  const given = await verdict({ ...delivery, headers });
  if (code === "time or malformed")
    expect(given).toMatch(/^(timestamp_too_old|signature_malformed)$/);
  else expect(given).toBe(code);
});

test.each([
  "",
  "sig1",
  "sig1=1",
  "sig1=:",
  "sig1=:A:",
  "sig1=:AB==:",
  "sig1=:AAAA:, sig1=:AAAA:",
  "sig1=:AA-_:",
])("hostile Signature: %j", async (field) => {
  const delivery = await signed();
  const code = await verdict({ ...delivery, headers: { ...delivery.headers, signature: field } });
  expect(code).toBe(field === "" ? "signature_missing" : "signature_malformed");
});

test("components that could be read in another way are refused", async () => {
  const delivery = await signed();
  const created = timeMs / 1000;
  for (const component of [
    '"content-type";sf',
    '"content-type";bs',
    '"content-type";req',
    '"@method";req',
    '"content-type";key="a"',
    '"@status"',
    '"@signature-params"',
    '"Content-Type"',
    '"x-missing"',
    '"@query-param";name="a%"',
    '"@method"',
    '"x:\\"y"',
  ]) {
    const field = `sig1=("@method" "@target-uri" "content-digest" ${component});created=${created};keyid="main"`;
    const headers = { ...delivery.headers, "signature-input": field };
    expect([component, await verdict({ ...delivery, headers })]).toEqual([
      component,
      "signature_malformed",
    ]);
  }
});
