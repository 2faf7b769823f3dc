/** What a TypeScript module imports or re-exports, in whatever way. */
import { parseSync, Visitor } from "oxc-parser";

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

export function importsOf(file: string, source: string): readonly Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new SyntaxError(`${file}: ${errors[0].message}`);

  const imports: Import[] = [];
  function add(specifier: string, typeOnly: boolean, start: number): void {
    imports.push({ specifier, typeOnly, line: source.slice(0, start).split("\n").length });
  }

  new Visitor({
    ImportDeclaration: ({ source: { value }, importKind, start }) =>
      add(value, importKind === "type", start),
    ExportAllDeclaration: ({ source: { value }, exportKind, start }) =>
      add(value, exportKind === "type", start),
    ExportNamedDeclaration: ({ source: from, exportKind, start }) => {
      if (from) add(from.value, exportKind === "type", start);
    },
    ImportExpression: ({ source: from, start }) => {
      // A computed specifier cannot be checked, so it is passed on as written and refused.
      const literal = from.type === "Literal" && typeof from.value === "string";
      add(literal ? String(from.value) : source.slice(from.start, from.end), false, start);
    },
    TSImportType: ({ source: { value }, start }) => add(value, true, start),
  }).visit(program);
  return imports;
}
