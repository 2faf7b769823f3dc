import { expect, test } from "vitest";
import { checkServer, storedVersion } from "../src/server-check.ts";

const info = (fields: Readonly<Record<string, string>>): string =>
  Object.entries({
    redis_version: "7.0.15",
    role: "master",
    maxmemory_policy: "noeviction",
    ...fields,
  })
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join("");

test.each([
  [{}, undefined],
  [{ redis_version: "6.2.0" }, undefined],
  [{ redis_version: "10.0.0" }, undefined],
  [{ redis_version: "6.0.16" }, "storage_failed"],
  [{ redis_version: "5.0.7" }, "storage_failed"],
  [{ role: "slave" }, "storage_readonly"],
  [{ maxmemory_policy: "volatile-lru" }, "storage_evicts"],
  [{ maxmemory_policy: "allkeys-random" }, "storage_evicts"],
])("a server that tells %j", (fields, code) => {
  const check = () => checkServer(info(fields), storedVersion);
  if (code === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(expect.objectContaining({ code }));
});

test("what has another version is refused", () => {
  for (const version of ["0", "1", "2", "4", undefined]) {
    const refused = expect.objectContaining({ code: "schema_unsupported" });
    expect(() => checkServer(info({}), version)).toThrow(refused);
  }
});
