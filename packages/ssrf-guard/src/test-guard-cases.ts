import { forbiddenAddresses } from "./suite-addresses.ts";
import { forbiddenHosts } from "./suite-urls.ts";
import type { GuardCase, GuardTrial } from "./test-guard-trial.ts";

const name = "hooks.example.com";
const from = (port: number, path = "") => `http://${name}:${port}/${path}`;

/** The name server says these in turn, each a list of addresses. */
function answers(trial: GuardTrial, ...lists: readonly (readonly string[])[]): void {
  trial.dns.answer(name, ...lists.map((addresses) => ({ addresses })));
}

const controls: readonly GuardCase[] = [
  {
    name: "allowed: an address in the URL",
    run: (trial) => trial.welcomed(`http://127.0.0.1:${trial.welcome.port}/`),
  },
  {
    name: "allowed: a name, on a new and on a warm connection",
    run: async (trial) => {
      answers(trial, ["127.0.0.1"]);
      await trial.welcomed(from(trial.welcome.port));
      await trial.welcomed(from(trial.welcome.port));
    },
  },
];

const addressCases: readonly GuardCase[] = forbiddenAddresses.map(({ address, kind }) => ({
  name: `address: ${address} (${kind})`,
  run: async (trial) => {
    const { port } = trial.hidden;
    await trial.refused(`http://${address.includes(":") ? `[${address}]` : address}:${port}/`);
    answers(trial, [address]);
    await trial.refused(from(port));
  },
}));

const hostCases: readonly GuardCase[] = forbiddenHosts.map((host) => ({
  name: `host: ${host}`,
  run: async (trial) => {
    trial.dns.answer("*", { addresses: ["127.0.0.1"] });
    await trial.refused(`http://${host}:${trial.hidden.port}/`);
  },
}));

const dnsCases: readonly GuardCase[] = [
  {
    name: "dns: a forbidden answer beside another, in any order",
    run: async (trial) => {
      const { address } = trial.neighbour;
      for (const list of [
        ["127.0.0.1", address],
        [address, "127.0.0.1"],
      ]) {
        answers(trial, list);
        await trial.refused(from(trial.welcome.port));
      }
    },
  },
  {
    name: "dns: a forbidden answer of the other family",
    run: async (trial) => {
      answers(trial, ["127.0.0.1", "::1"]);
      await trial.refused(from(trial.welcome.port));
      answers(trial, ["127.0.0.1", "fd00:ec2::254"]);
      await trial.refused(from(trial.welcome.port));
    },
  },
  {
    name: "dns: a forbidden answer after fifty others",
    run: async (trial) => {
      const others = Array.from({ length: 50 }, () => "127.0.0.1");
      answers(trial, [...others, trial.neighbour.address]);
      await trial.refused(from(trial.welcome.port));
    },
  },
  {
    name: "dns: an alias of a private name",
    run: async (trial) => {
      const { address } = trial.neighbour;
      trial.dns.answer(name, { addresses: [address], alias: "private.example.net" });
      await trial.refused(from(trial.welcome.port));
    },
  },
  {
    name: "dns: an answer that changes between the check and the connection",
    run: async (trial) => {
      const { address } = trial.neighbour;
      for (const changes of [1, 2]) {
        const before = Array.from({ length: changes }, () => ["127.0.0.1"]);
        trial.dns.answer(
          `${changes}.${name}`,
          ...[...before, [address]].map((addresses) => ({ addresses })),
        );
        const url = `http://${changes}.${name}:${trial.welcome.port}/once`;
        for (let i = 0; i < 3; i++) await trial.contained(url);
      }
    },
  },
  {
    name: "dns: an answer that changes while a connection is warm",
    run: async (trial) => {
      answers(trial, ["127.0.0.1"], [trial.neighbour.address]);
      for (let i = 0; i < 3; i++) await trial.contained(from(trial.welcome.port));
    },
  },
  {
    name: "dns: a forbidden second try after an address that does not answer",
    run: async (trial) => {
      const { port } = trial.welcome;
      const { address } = trial.neighbour;
      // Nobody listens there any more, so that whoever has several addresses goes on to the next.
      await trial.welcome.close();
      answers(trial, ["127.0.0.1", address]);
      await trial.refused(from(port));
    },
  },
  {
    name: "dns: no answer at all, and no such name",
    run: async (trial) => {
      trial.dns.answer(name, "silence");
      await trial.failed(from(trial.welcome.port));
      await trial.failed(`http://nowhere.example.com:${trial.welcome.port}/`);
      answers(trial, []);
      await trial.failed(from(trial.welcome.port));
    },
  },
];

const redirectCases: readonly GuardCase[] = [301, 302, 303, 307, 308].map((status) => ({
  name: `redirect: ${status} to a forbidden place`,
  run: async (trial) => {
    const { port } = trial.hidden;
    trial.dns.answer("inner.example.com", { addresses: [trial.neighbour.address] });
    const targets = [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      `http://2130706433:${port}/`,
      `http://[::1]:${port}/`,
      `http://inner.example.com:${trial.welcome.port}/`,
    ];
    for (const target of targets) {
      const path = `redirect/${status}?${encodeURIComponent(target)}`;
      await trial.contained(`http://127.0.0.1:${trial.welcome.port}/${path}`);
    }
  },
}));

/** Everything that a guarded client has to do right. */
export const guardCases: readonly GuardCase[] = [
  ...controls,
  ...addressCases,
  ...hostCases,
  ...dnsCases,
  ...redirectCases,
];
