import { type ParseResult, parseSync, Visitor } from 'oxc-parser';

/** What a source file asks for from outside of itself. */
export interface Source {
  /** As written: './x.ts', 'zod', 'node:fs'. Types, re-exports and dynamic imports too. */
  readonly imports: readonly string[];
  /** Globals by the names of the table in rooms.ts. */
  readonly uses: readonly string[];
}

const GLOBALS = new Set(['console', 'performance', 'setTimeout', 'setInterval']);
const MEMBERS = new Set(['process.env', 'process.hrtime', 'process.uptime', 'Date.now', 'Math.random']);

/** Its syntax; throws where it has none. */
export function parse(file: string, text: string): ParseResult {
  const parsed = parseSync(file, text);
  if (parsed.errors[0]) throw new Error(`${file}: ${parsed.errors[0].message}`);
  return parsed;
}

export function readSource(file: string, text: string): Source {
  const { program } = parse(file, text);
  const imports: string[] = [];
  const uses = new Set<string>();
  const from = (node: { readonly source: { readonly value: unknown } | null }): void => {
    if (node.source) imports.push(String(node.source.value));
  };
  new Visitor({
    ImportDeclaration: from,
    ExportNamedDeclaration: from,
    ExportAllDeclaration: from,
    TSImportType: from,
    ImportExpression: ({ source }) => {
      imports.push(source.type === 'Literal' ? String(source.value) : '(computed)');
    },
    Identifier: ({ name }) => {
      if (GLOBALS.has(name)) uses.add(name);
    },
    MemberExpression: ({ object, property }) => {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      const path = `${object.name}.${property.name}`;
      if (MEMBERS.has(path)) uses.add(path);
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0)
        uses.add('new Date()');
    },
    CallExpression: ({ callee }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date') uses.add('Date()');
    },
  }).visit(program);
  return { imports, uses: [...uses] };
}
