import { same } from "../tally.ts";
import type { HostCase, HostTrial } from "./host-trial.ts";

const methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Each is the path and query as a provider may have signed them. */
const paths = [
  "/hooks/stripe",
  "/hooks/a%20b%2Fc%3F%25",
  "/hooks/caf%C3%A9/%e2%99%a5",
  "/hooks//twice///thrice/",
  "/hooks/x?a=%2F&b=1+2&a=&c",
  "/hooks/x?url=https://example.com/?y=1&z=%zz",
  "/hooks/;v=1/@me/:id/~tilde/(1)*'!$&,",
];

/** What is not the body reaches the receiver as well. */
export const requestCases: readonly HostCase[] = [
  ...methods.map((method) => ({
    name: `request: ${method}`,
    scenario: "plain",
    run: async (trial: HostTrial): Promise<void> => {
      await trial.answers("method_not_allowed", { method });
      await trial.has(0, "method_not_allowed");
    },
  })),
  {
    name: "request: HEAD",
    scenario: "plain",
    run: async (trial) => {
      const { keepsHeadBody } = trial.traits;
      const answer = keepsHeadBody ? "method_not_allowed" : "method_not_allowed_head";
      await trial.answers(answer, { method: "HEAD" });
      await trial.has(0, "method_not_allowed");
    },
  },
  ...paths.map((path) => ({
    name: `request: path ${path}`,
    scenario: "echo",
    run: async (trial: HostTrial): Promise<void> => {
      const { headers } = await trial.send({ ...(await trial.signed()), path });
      same("the method", headers["x-method"], "POST");
      same("the URL", headers["x-url"], trial.url + path);
    },
  })),
  {
    // Hosts differ. What a provider signs is the URL of the receiver's options, which stays as it is.
    name: "request: a path with dots",
    scenario: "echo",
    run: async (trial) => {
      const path = "/hooks/a/../b/%2e%2e/./c";
      const { headers } = await trial.send({ ...(await trial.signed()), path });
      const expected = trial.traits.resolvesDots ? "/hooks/c" : path;
      same("the URL", headers["x-url"], trial.url + expected);
    },
  },
  {
    name: "request: forwarded headers change nothing",
    scenario: "echo",
    run: async (trial) => {
      const { headers, body } = await trial.signed();
      const forwarded = [
        ["x-forwarded-host", "evil.example"],
        ["x-forwarded-proto", "https"],
        ["x-http-method-override", "GET"],
        ["x-original-url", "/evil"],
        ["forwarded", "host=evil.example"],
      ] as const;
      const answer = await trial.send({ headers: [...headers, ...forwarded], body });
      same("the method", answer.headers["x-method"], "POST");
      same("the URL", answer.headers["x-url"], trial.url);
    },
  },
];
