/** Where each check does not hold, by the name of the check. */
export type Problems<Name extends string> = Readonly<Record<Name, readonly string[]>>;

/** What every check begins with: nothing wrong, yet. */
export function noProblems<Name extends string>(
  names: readonly Name[],
): Readonly<Record<Name, string[]>> {
  return Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, string[]>;
}

/** The checks that do not hold, in their order. */
export function failedOf<Name extends string>(problems: Problems<Name>): readonly Name[] {
  return (Object.keys(problems) as Name[]).filter((name) => problems[name].length > 0);
}
