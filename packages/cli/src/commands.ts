import type { Command } from "./command.ts";

/** What the list of commands shows, and how one is loaded when it is called. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command by its name. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  init: {
    summary: "write a receiver into the current project",
    load: async () => (await import("./init-command.ts")).initCommand,
  },
  trigger: {
    summary: "sign an event as a provider does, and send it",
    load: async () => (await import("./trigger.ts")).trigger,
  },
  listen: {
    summary: "receive, verify, show, record and forward deliveries",
    load: async () => (await import("./listen.ts")).listen,
  },
  probe: {
    summary: "play what a provider does to an endpoint",
    load: async () => (await import("./probe-command.ts")).probeCommand,
  },
  replay: {
    summary: "send recorded deliveries again",
    load: async () => (await import("./replay.ts")).replay,
  },
  verify: {
    summary: "say whether a delivery is genuine",
    load: async () => (await import("./verify-command.ts")).verifyCommand,
  },
  sign: {
    summary: "make the headers of a signed delivery",
    load: async () => (await import("./sign-command.ts")).signCommand,
  },
  providers: {
    summary: "list the providers, or describe one",
    load: async () => (await import("./providers-command.ts")).providersCommand,
  },
  secret: {
    summary: "make a secret, or check one",
    load: async () => (await import("./secret-command.ts")).secretCommand,
  },
  queue: {
    summary: "show, pause or resume a queue",
    load: async () => (await import("./queue-command.ts")).queueCommand,
  },
  dead: {
    summary: "list, show, put back or remove what a queue has given up",
    load: async () => (await import("./dead-command.ts")).deadCommand,
  },
  new: {
    summary: "write the files of a provider, for contributors",
    load: async () => (await import("./new-command.ts")).newCommand,
  },
  complete: {
    summary: "print what lets a shell complete all this",
    load: async () => (await import("./complete-command.ts")).completeCommand,
  },
};
