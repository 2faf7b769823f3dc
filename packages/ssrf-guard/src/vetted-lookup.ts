import type { LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { Target } from "./check-target.ts";
import { GuardError } from "./guard-error.ts";
import type { GuardPolicy } from "./guard-policy.ts";
import { judgeName } from "./host-names.ts";

/** How many addresses of a family are tried, so that a name of thousands makes no flood of connections. */
const maxTriesPerFamily = 4;

/** A lookup that gives nothing but vetted addresses, and fails when any answer is forbidden. */
export function vettedLookup(
  target: Target,
  policy: GuardPolicy,
  lookup: LookupFunction,
  onForbidden: (address: string) => void,
): LookupFunction {
  const isPrivate = judgeName(target.hostname) === "private";
  // Absolute, so that no search domain makes another name of it; a private name is held to the allow-list instead.
  const name = isPrivate ? target.hostname : `${target.hostname.replace(/\.$/, "")}.`;

  function isVetted({ address }: LookupAddress): boolean {
    const verdict = policy.judge(address, target.port);
    if (verdict === "allowed" || (verdict === "public" && !isPrivate)) return true;
    onForbidden(address);
    return false;
  }

  return (_hostname, _options, callback) => {
    const fail = (cause: unknown) =>
      callback(new GuardError("dns_failed", undefined, { cause }), []);
    try {
      lookup(name, { all: true, order: "verbatim" }, (error, answer, family) => {
        if (error) return fail(error);
        const answers = addressesOf(answer, family);
        if (answers.length === 0) return fail(new Error("there is no address"));
        if (!answers.every(isVetted)) return callback(new GuardError("address_forbidden"), []);
        const tried = [4, 6].flatMap((one) =>
          answers.filter((each) => each.family === one).slice(0, maxTriesPerFamily),
        );
        callback(null, inOrder(answers, tried));
      });
    } catch (error) {
      fail(error);
    }
  };
}

const inOrder = (all: readonly LookupAddress[], some: readonly LookupAddress[]) =>
  all.filter((one) => some.includes(one));

/** A lookup may give one address, and says the family itself; what it says of it is not taken for granted. */
function addressesOf(answer: unknown, family: number | undefined): readonly LookupAddress[] {
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [{ address: answer, family }];
  return list
    .map((one) => (one as Partial<LookupAddress> | null)?.address)
    .filter((address) => address !== undefined && address !== "")
    .map((address) => ({ address: String(address), family: isIP(String(address)) }));
}
