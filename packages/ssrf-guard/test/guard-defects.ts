import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, fetch, interceptors, request } from "undici";
import { checkUrl, GuardError, guardedAgent } from "../src/index.ts";
import type { CreateGuardedClient, GuardConditions } from "../src/suite.ts";

/** What can be wrong with a guard, each with a case that finds it out. */
export const defects = {
  "refuses everything": "allowed: an address in the URL",
  "refuses all names": "allowed: a name, on a new and on a warm connection",
  "does not look at addresses in URLs": "address: 127.0.0.1 (special-purpose)",
  "does not look at answers": "address: 10.0.0.1 (special-purpose)",
  "looks for forbidden text": "host: 127.1",
  "does not look at IPv6 in URLs": "host: [::1]",
  "lets the port decide nothing": "address: 127.0.0.1 (special-purpose)",
  "looks at the first answer": "dns: a forbidden answer beside another, in any order",
  "looks at the last answer": "dns: a forbidden answer beside another, in any order",
  "leaves the forbidden answers out": "dns: a forbidden answer beside another, in any order",
  "looks at forty answers": "dns: a forbidden answer after fifty others",
  "looks at the answers of IPv4": "dns: a forbidden answer of the other family",
  "asks once to check and once to connect":
    "dns: an answer that changes between the check and the connection",
  "follows redirects unguarded": "redirect: 307 to a forbidden place",
  "waits for ever": "dns: no answer at all, and no such name",
} as const;

export type Defect = keyof typeof defects;

type Pick = (answers: readonly LookupAddress[]) => readonly LookupAddress[];

const isFine = ({ address }: LookupAddress) => address === "127.0.0.1";
const refusal = () => new GuardError("address_forbidden");

/** A lookup that looks at some of the answers, and gives all of them. */
function lookingAt(lookup: LookupFunction, pick: Pick, give: Pick = (all) => all): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, answers) => {
      const list = answers as LookupAddress[];
      if (error) callback(error, []);
      else if (pick(list).every(isFine)) callback(null, [...give(list)]);
      else callback(refusal(), []);
    });
}

/** What a careless guard finds in the text of a URL. */
const forbiddenText = /localhost|127\.0\.0\.1|169\.254|internal|metadata|\[::1\]|^http:..(0|10\.)/i;

function dispatcherWith(defect: Defect | undefined, conditions: GuardConditions): Agent {
  const { lookup } = conditions;
  const picks: Partial<Record<Defect, Pick>> = {
    "does not look at answers": () => [],
    "looks at the first answer": (all) => all.slice(0, 1),
    "looks at the last answer": (all) => all.slice(-1),
    "looks at forty answers": (all) => all.slice(0, 40),
    "looks at the answers of IPv4": (all) => all.filter(({ family }) => family === 4),
    "looks for forbidden text": () => [],
    "asks once to check and once to connect": () => [],
  };
  const pick = defect && picks[defect];
  const timeout = defect === "waits for ever" ? 0 : 500;
  const careless = (own: LookupFunction) => new Agent({ connect: { lookup: own, timeout } });
  if (pick) return careless(lookingAt(lookup, pick));
  if (defect === "leaves the forbidden answers out") {
    return careless(
      lookingAt(
        lookup,
        () => [],
        (all) => all.filter(isFine),
      ),
    );
  }
  if (defect === "does not look at addresses in URLs" || defect === "waits for ever") {
    return careless(lookingAt(lookup, (all) => all));
  }
  if (defect === "does not look at IPv6 in URLs") return careless(lookup);
  const allow = defect === "lets the port decide nothing" ? [{ cidr: "127.0.0.1/32" }] : undefined;
  return guardedAgent({ ...conditions, ...(allow && { allow }), onAllow: () => undefined });
}

/** Judges the URL beforehand, as far as the defect lets it. */
async function judge(defect: Defect | undefined, url: string, conditions: GuardConditions) {
  const { allow, protocols, lookup } = conditions;
  const { hostname } = new URL(url);
  if (defect === "refuses everything") throw refusal();
  if (defect === "refuses all names" && /[a-z]/i.test(hostname)) throw refusal();
  if (defect === "looks for forbidden text" && forbiddenText.test(url)) throw refusal();
  if (defect === "asks once to check and once to connect") {
    checkUrl(url, { allow, protocols });
    const check = lookingAt(lookup, (all) => all);
    if (/[a-z]/i.test(hostname)) {
      await new Promise<void>((resolve, reject) => {
        check(hostname, {}, (error) => (error ? reject(error) : resolve()));
      });
    }
  }
  const looksAtUrl =
    defect?.startsWith("looks at") ||
    defect === "does not look at answers" ||
    defect === "leaves the forbidden answers out" ||
    (defect === "does not look at IPv6 in URLs" && !hostname.startsWith("["));
  if (looksAtUrl) checkUrl(url, { allow, protocols });
}

/** A client with a defect, or a guarded one. */
export function clientWith(defect?: Defect): CreateGuardedClient {
  return (conditions) => {
    const dispatcher = dispatcherWith(defect, conditions);
    const bare = new Agent().compose(interceptors.redirect({ maxRedirections: 3 }));
    return {
      request: async (url) => {
        await judge(defect, url, conditions);
        const isRedirected = defect === "follows redirects unguarded" && url.includes("/redirect/");
        const { statusCode, body } = await request(url, {
          dispatcher: isRedirected ? bare : dispatcher,
        });
        await body.dump();
        return statusCode;
      },
      close: async () => {
        await dispatcher.destroy();
        await bare.destroy();
      },
    };
  };
}

/** A client that guards nothing, and follows redirects. */
export const unguarded: CreateGuardedClient = ({ lookup }) => {
  const dispatcher = new Agent({ connect: { lookup, timeout: 200 } });
  return {
    request: async (url) => {
      const response = await fetch(url, { dispatcher });
      await response.text();
      return response.status;
    },
    close: () => dispatcher.destroy(),
  };
};
