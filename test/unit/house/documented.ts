import { dirname, join, normalize } from 'node:path/posix';
import type { Comment, Declaration, Program } from 'oxc-parser';
import { roomOf } from './rooms.ts';
import { parse } from './source.ts';
import type { Text } from './sources.ts';

interface Parsed extends Text {
  readonly program: Program;
  readonly comments: readonly Comment[];
}

/** What is used from another room than its own, and has no docstring. */
export function undocumented(texts: readonly Text[]): readonly string[] {
  const sources = texts.map(parsed);
  const used = new Set(sources.flatMap(usesOf));
  return sources.flatMap((source) =>
    source.program.body.flatMap((node) => {
      if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) return [];
      if (isToldByTable(node.declaration) || hasDocstring(source, node.start)) return [];
      return namesOf(node.declaration)
        .filter((name) => used.has(`${source.path} ${name}`))
        .map((name) => `${source.path}: ${name} is used elsewhere, and no docstring says what it is`);
    }),
  );
}

function parsed({ path, text }: Text): Parsed {
  const { program, comments } = parse(path, text);
  return { path, text, program, comments };
}

/** File and name of all that it takes from other rooms. */
function usesOf({ path, program }: Parsed): readonly string[] {
  return program.body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration' || !node.source.value.startsWith('.')) return [];
    const target = normalize(join(dirname(path), node.source.value));
    if (roomOf(target) === roomOf(path)) return [];
    return node.specifiers.flatMap((one) =>
      one.type === 'ImportSpecifier' && one.imported.type === 'Identifier'
        ? [`${target} ${one.imported.name}`]
        : [],
    );
  });
}

function hasDocstring({ text, comments }: Parsed, start: number): boolean {
  return comments.some(
    ({ value, end }) => value.startsWith('*') && end < start && text.slice(end, start).trim() === '',
  );
}

function namesOf(declaration: Declaration): readonly string[] {
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : [];
}

/** A type made of the rows or the keys of a table, which says what they are. */
function isToldByTable(declaration: Declaration): boolean {
  if (declaration.type !== 'TSTypeAliasDeclaration') return false;
  const { typeAnnotation: type } = declaration;
  if (type.type === 'TSTypeOperator') return type.typeAnnotation.type === 'TSTypeQuery';
  if (type.type !== 'TSIndexedAccessType') return false;
  const of =
    type.objectType.type === 'TSParenthesizedType' ? type.objectType.typeAnnotation : type.objectType;
  return of.type === 'TSTypeQuery';
}
