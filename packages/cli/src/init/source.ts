/** Writing of source text, as a formatter would leave it. */

const most = 100;

const isName = (text: string): boolean => /^[a-z_$][\w$]*$/i.test(text);

/** A name as a key of an object. */
export const keyOf = (name: string): string => (isName(name) ? name : JSON.stringify(name));

/** A call or a list on one line where it fits, else one line for each part. */
export function bracketed(
  open: string,
  parts: readonly string[],
  close: string,
  indent: string,
  before = 0,
): string {
  const pad = /^[[(]$/.test(open.at(-1) ?? "") ? "" : " ";
  const line = `${open}${pad}${parts.join(", ")}${pad}${close}`;
  const fits = indent.length + before + line.length < most && !line.includes("\n");
  if (fits) return line;
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join("")}${indent}${close}`;
}

/** Paths of a sample, as the names and kinds of what they lead to. */
interface Shape {
  [name: string]: Shape | string;
}

function kindOf(value: unknown): string {
  if (typeof value === "string") return "z.string()";
  if (typeof value === "number") return "z.number()";
  if (typeof value === "boolean") return "z.boolean()";
  return "z.unknown()";
}

function shapeOf(body: unknown, paths: readonly string[]): Shape {
  const root: Shape = {};
  for (const path of paths) {
    const names = path.split(".");
    let shape = root;
    let value = body;
    for (const [i, name] of names.entries()) {
      value = Object(value)[name];
      const inner = shape[name] ?? (i === names.length - 1 ? kindOf(value) : {});
      shape[name] = inner;
      // What is read whole has no names of its own.
      if (typeof inner === "string") break;
      shape = inner;
    }
  }
  return root;
}

function schemaOf(shape: Shape | string, indent: string, before: number): string {
  if (typeof shape === "string") return shape;
  const item = shape["0"];
  if (item !== undefined) return `z.array(${schemaOf(item, indent, before + 8)})`;
  const parts = (inner: string) =>
    Object.entries(shape).map(([name, held]) => {
      const key = `${keyOf(name)}: `;
      return key + schemaOf(held, inner, key.length + 1);
    });
  return bracketed("z.object({", parts(`${indent}  `), "})", indent, before);
}

/** The schema of what a handler reads, in zod. */
export function schemaSource(body: unknown, paths: readonly string[]): string {
  if (paths.length === 0) {
    return body === null ? "z.unknown()" : "z.record(z.string(), z.unknown())";
  }
  return schemaOf(shapeOf(body, paths), "", "export const schema = ;".length);
}

/** The expression that reads a path of a payload. */
export function readSource(path: string): string {
  let text = "payload";
  let isItem = false;
  for (const name of path.split(".")) {
    if (/^\d+$/.test(name)) {
      text += `[${name}]`;
      isItem = true;
    } else {
      const dot = isItem ? "?." : "";
      text += isName(name) ? `${dot || "."}${name}` : `${dot}[${JSON.stringify(name)}]`;
      isItem = false;
    }
  }
  return text;
}

/** A name of several words in camel case. */
export const camelCase = (text: string): string =>
  text.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
