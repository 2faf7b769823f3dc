/** What is to be told, as the application has it. */
export interface EventInput<Type extends string = string, Data = unknown> {
  /** 1 to 200 visible ASCII characters without a dot. Default: `evt_…`, random. */
  readonly id?: string | undefined;
  /** Words of letters, digits, `_` and `-`, joined by dots: `user.created`. */
  readonly type: Type;
  /** When it happened. Default: now. */
  readonly timestamp?: Date | undefined;
  /** Anything that JSON can say. */
  readonly data: Data;
}

/**
 * An event whose bytes are made: what every attempt sends, and every signature covers.
 *
 * The body is the JSON of `{ id, type, timestamp, data }`.
 */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly timestamp: Date;
  /** The version that the body has, where the event's type has versions. */
  readonly version?: string | undefined;
  readonly body: Uint8Array;
}

/** Event type -> its data. */
export type EventsByType = Readonly<Record<string, unknown>>;

/** An event of a map of types. */
export type EventOf<Events extends EventsByType> = {
  readonly [Type in keyof Events & string]: EventInput<Type, Events[Type]>;
}[keyof Events & string];

/** The application's event types: what {@link createSender} checks events by, and turns them into older versions with. */
export interface EventTypes<Events extends EventsByType = EventsByType> {
  /**
   * Checks an event's data, which is of the newest version, and gives the data for one version.
   *
   * @param version the endpoint's; `undefined` for the newest
   * @returns `version` is the one that the data has; `undefined` where the type has none
   * @throws SenderError `event_invalid`, its field `type` or a path below `data`
   */
  readonly convert: (
    event: EventInput,
    version: string | undefined,
  ) => Promise<{ readonly data: unknown; readonly version?: string | undefined }>;
  /** Not there at run time. */
  readonly types?: { readonly events: Events } | undefined;
}
