import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

interface Template {
  readonly Resources: {
    readonly Deliveries: {
      readonly Properties: CreateTableCommandInput & {
        readonly TimeToLiveSpecification: { readonly AttributeName: string };
      };
    };
  };
}

interface Policy {
  readonly Statement: readonly [{ readonly Action: readonly string[] }];
}

/** What the README tells people to set up. */
export function documentedSetup() {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const blocks = (language: string) =>
    [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
      .filter(([, one]) => one === language)
      .map(([, , text = ""]) => text);
  const [template, policy] = blocks("json").map((json) => JSON.parse(json)) as [Template, Policy];
  const { TimeToLiveSpecification, ...table } = template.Resources.Deliveries.Properties;
  return {
    table,
    ttlAttribute: TimeToLiveSpecification.AttributeName,
    commands: blocks("sh").join(""),
    actions: policy.Statement[0].Action,
  };
}
