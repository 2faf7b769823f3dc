/** What can be wrong with a queue, each with a case that finds it out. */
export const defects = {
  "does nothing": "delay: not before its time",
  "keeps bodies as text": "enqueue: the handler gets what was enqueued, byte for byte",
  "drops the lane": "enqueue: the handler gets what was enqueued, byte for byte",
  "gives all handlers one body": "enqueue: a body is the queue's own, and each handler's",
  "keeps the caller's buffer": "enqueue: a body is the queue's own, and each handler's",
  "takes every job for new": "enqueue: idempotent by id, in any state",
  "moves a known job": "enqueue: idempotent by id, in any state",
  "takes any payload for a known id":
    "enqueue: an id with another payload is refused, and the first untouched",
  "does not compare lanes":
    "enqueue: an id with another payload is refused, and the first untouched",
  "keeps half of what is refused":
    "enqueue: an id with another payload is refused, and the first untouched",
  "takes any size": "enqueue: what is too large is refused, and what just fits is not",
  "counts characters": "enqueue: what is too large is refused, and what just fits is not",
  "trims ids": "enqueue: any id, and none stands for another",
  "ignores the delay": "delay: not before its time",
  "ignores the priority": "priority: the lowest number first, and then who was due first",
  "runs one more": "concurrency: so many handlers, and no more",
  "reserves no slot": "concurrency: retries leave slots for first attempts",
  "forgets jitter": "retry: by the schedule, with a jitter of 0.999, and then dead",
  "retries at once": "retry: by the schedule, with a jitter of 0, and then dead",
  "never gives up": "retry: by the schedule, with a jitter of 0, and then dead",
  "ignores when to retry": "retry: at the time that the handler says, thrown or returned",
  "counts what is not counted":
    "retry: what is not counted does not use up an attempt, and what is counted does",
  "retries what is given up":
    "retry: given up at once where the handler says so, thrown or returned",
  "keeps messages": "failure: its code is kept, an unknown error's message is not",
  "has no time limit": "time limit: a promise that never settles frees its slot, and is a failure",
  "has no time of grace": "time limit: who ends within the time of grace has its say",
  "extends no lease": "lease: a heartbeat extends it for as long as the handler runs",
  "never ends a lease":
    "lease: once it has ended, the job is another's, and the late holder's word counts nothing",
  "does not look at the token":
    "lease: once it has ended, the job is another's, and the late holder's word counts nothing",
  "takes progress of anybody":
    "lease: once it has ended, the job is another's, and the late holder's word counts nothing",
  "hands over for ever": "lease: after the last attempt a job whose holders die is dead",
  "tells nobody of a lost lease": "lease: who has lost it is told by the signal",
  "has one lane": "lane: its concurrency, and no job of another lane held up",
  "lets any number into a lane":
    "lane: ten at a time where nothing was said, and new limits hold at once",
  "has no rate": "lane: its rate",
  "has no order": "lane: in order, one at a time, through failures, delays and priorities",
  "puts the dead where they were": "lane: who comes back from the dead goes to its end",
  "pauses no lane": "lane: paused by itself, and still paused when all is resumed",
  "resumes all lanes": "lane: paused by itself, and still paused when all is resumed",
  "shows payloads": "status: a job's whole life, without its payload",
  "keeps what is completed": "status: a job's whole life, without its payload",
  "lists one page": "dead: listed page by page, by lane, code and time",
  "lists the dead twice": "dead: listed page by page, by lane, code and time",
  "puts back without attempts": "dead: put back by id or filter, with all attempts before them",
  "puts all back": "dead: put back by id or filter, with all attempts before them",
  "removes active ones": "remove: in any state but active, and then the id is new",
  "never pauses": "pause: no job starts, active ones go on, until it is resumed",
  "forgets to count": "counts: they add up, and health with them",
  "keeps all": "retention: so many completed and dead ones, and no more",
  "keeps for ever": "retention: so long, and no longer",
  "aborts at once": "close: running handlers end first, and no other starts",
  "counts what was closed":
    "close: who runs for longer is aborted, and the job put back if it then gives up",
  "puts back what runs on": "close: who runs on regardless is left to the lease",
  "works on when it is closed":
    "close: then every verb is refused, and a second call waits for the first",
  "loses its place": "enqueue: many at once, answered in their order, all or none",
  "takes anything": "enqueue: what is no id, no data, no body or no option is refused",
  "takes any worker": "process: options that are none are refused",
  "takes any limits": "lane: limits that are none are refused",
  "buries what throws no error": "failure: whatever is thrown, an error or not",
  "is two queues": "process: another queue's jobs are found, and each has one winner",
  "gives a job to two": "process: another queue's jobs are found, and each has one winner",
  "keeps limits to itself": "lane: its limits and pauses hold for every process",
  "leaves a hole": "lane: what is removed holds up nobody",
} as const;

export type Defect = keyof typeof defects;
