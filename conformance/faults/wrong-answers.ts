import type { HandlerRun } from "./handler-run.ts";
import { type Answer, isAccepted } from "./simulated-provider.ts";

/** What is wrong with the 2xx answers to one delivery, whose handlers reply by naming their run. */
export function wrongAnswers(
  answers: readonly Answer[],
  runs: readonly HandlerRun[],
): { readonly early: readonly string[]; readonly answers: readonly string[] } {
  const ended = runs.filter(({ endedAt }) => endedAt !== undefined);
  const accepted = answers.filter(isAccepted);
  const early = accepted.filter(({ at }) => !ended.some(({ endedAt = at }) => endedAt < at));
  const unheardOf = accepted.filter(({ body }) => !ended.some(({ id }) => id === body));

  // Only one run can have been recorded: one that was told so, or may have been without being told.
  const replies = new Set(accepted.filter((one) => one.isDuplicate).map(({ body }) => body));
  const told = ended.find(({ completion }) => completion?.answer === "true");
  const mayBeRecorded = ({ id, completion }: HandlerRun): boolean =>
    told ? id === told.id : completion !== undefined && completion.answer !== "false";
  const isRecorded = (reply: string): boolean =>
    ended.some((run) => run.id === reply && mayBeRecorded(run));
  const unrecorded = [...replies].filter((reply) => !isRecorded(reply));

  const text = ({ delivery, body }: Answer): string => `${delivery}: ${body}`;
  return {
    early: early.map(text),
    answers: [
      ...unheardOf.map(text),
      ...unrecorded.map((reply) => `${reply} was repeated and not recorded`),
      ...(replies.size > 1 ? [`${[...replies].join(" and ")} were repeated`] : []),
    ],
  };
}
