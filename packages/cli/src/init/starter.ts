/** A framework that `hooks init` writes for. */
export type Framework = "express" | "fastify" | "hono" | "next";

/** A store that `hooks init` writes for. */
export type StoreName = "memory" | "redis" | "dynamodb";

/** An event that gets a handler of its own. */
export interface StarterEvent {
  readonly type: string;
  /** The name of its file. */
  readonly slug: string;
  /** The name of its module in the receiver. */
  readonly module: string;
  /** A sample of its body, and the paths that the handler reads of it; `null` where the payload may be no object. */
  readonly body: unknown;
  readonly reads: readonly string[];
}

/** What the files of a provider are made of. */
export interface StarterProvider {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  /** The name of the literal. */
  readonly literal: string;
  readonly events: readonly StarterEvent[];
  /** The variables of the environment. */
  readonly secret: string;
  readonly url: string | undefined;
  readonly verifyToken: string | undefined;
  /** Does a handshake come by another method than POST? */
  readonly otherMethods: readonly string[];
  /** Can tests sign? */
  readonly signable: boolean;
  /** Are its keys published, so that tests make their own? */
  readonly published: boolean;
  /** Can an empty object be signed? */
  readonly signsAny: boolean;
  /** The breaks that its scheme can see. */
  readonly breaks: readonly string[];
  /** Carries one delivery one event? */
  readonly single: boolean;
}

/** What was asked for, and what the project is like. */
export interface Starter {
  readonly framework: Framework;
  readonly store: StoreName;
  readonly providers: readonly StarterProvider[];
  /** Where the sources are: `src/`, or nothing. */
  readonly base: string;
  /** The end of a relative import. */
  readonly extension: ".ts" | ".js" | "";
  /** Is there an app already, so that none is written? */
  readonly hasApp: boolean;
}

/** A file to be written. */
export interface StarterFile {
  readonly path: string;
  readonly text: string;
}
