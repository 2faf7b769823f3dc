import type { Reply } from "@hooks/core";
import { adapterAnswers } from "./test-adapter-answers.ts";
import type { AdapterCase } from "./test-adapter-trial.ts";

/** What a handler returns for the answer to be the named one of the table. */
function replyFor(answerName: string): Reply {
  const answer = adapterAnswers[answerName];
  const { status = 0, headers = {}, body = null } = answer ?? {};
  return { status, headers: headers as Record<string, string>, body };
}

const replies = [
  "binary_reply",
  "custom_reply",
  "untyped_reply",
  "large_reply",
  "failing_reply",
] as const;

/** What a handler returns is what is sent. */
export const replyCases: readonly AdapterCase[] = [
  ...replies.map((name) => ({
    name: `reply: ${name}`,
    run: async (trial: Parameters<AdapterCase["run"]>[0]): Promise<void> => {
      await trial.serve({ on: { "*": () => replyFor(name) } });
      await trial.answers(name, await trial.signed());
    },
  })),
  {
    name: "reply: without a body",
    run: async (trial) => {
      const reply: Reply = { status: 200, headers: {}, body: null };
      await trial.serve({ on: { "*": () => reply } });
      await trial.answers("bodyless_reply", await trial.signed());
    },
  },
  {
    name: "reply: 204",
    run: async (trial) => {
      const reply: Reply = { status: 204, headers: { "x-custom": "1" }, body: "dropped" };
      await trial.serve({ on: { "*": () => reply } });
      await trial.answers("no_content_reply", await trial.signed());
    },
  },
  {
    name: "reply: again to a duplicate, byte for byte",
    needsStore: true,
    run: async (trial) => {
      await trial.serve({ on: { "*": () => replyFor("binary_reply") } });
      await trial.answers("binary_reply", await trial.signed(), "the first");
      await trial.answers("binary_reply_duplicate", await trial.signed(), "the second");
      trial.hasHandled(1);
    },
  },
];
