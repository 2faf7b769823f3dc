/** What is a host's own affair, and differs from one to the other. */
export interface HostTraits {
  /** Lower-case names of headers that it adds to answers. */
  readonly headers: readonly string[];
  /** Headers that it adds to a body that has no content type. */
  readonly untyped: Readonly<Record<string, string>>;
  /** It closes a connection on which a request comes before the last one was answered, without any answer. */
  readonly refusesPipelines: boolean;
  /** It stops what still runs when its request has been answered. */
  readonly stopsLateWork: boolean;
  /** It closes the connection on a client that goes on sending, which may lose the client its answer. */
  readonly cutsFloods: boolean;
  /** The body of an answer to HEAD reaches the client, for there is no wire between them. */
  readonly keepsHeadBody: boolean;
  /** It resolves `.` and `..` in a path before anybody sees it. */
  readonly resolvesDots: boolean;
}

const noTraits: HostTraits = {
  headers: [],
  untyped: {},
  refusesPipelines: false,
  stopsLateWork: false,
  cutsFloods: false,
  keepsHeadBody: false,
  resolvesDots: false,
};

/** `Bun.serve` gives bytes a content type. */
export const bunTraits: HostTraits = {
  ...noTraits,
  untyped: { "content-type": "application/octet-stream" },
  refusesPipelines: true,
  resolvesDots: true,
};

/** `Deno.serve` may compress answers for clients that take it, and says so. */
export const denoTraits: HostTraits = { ...noTraits, headers: ["vary"] };

/** A request's work in workerd ends with its answer, and so does its connection. */
export const workerdTraits: HostTraits = { ...noTraits, stopsLateWork: true, cutsFloods: true };

/** A browser resolves paths before it asks anybody. */
export const serviceWorkerTraits: HostTraits = {
  ...noTraits,
  keepsHeadBody: true,
  resolvesDots: true,
};
