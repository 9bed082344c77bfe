/** JSON as it comes and goes. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Keys of JSON schema that a structural schema refuses or that say nothing in a CRD. */
const DROPPED = new Set(['$schema', 'readOnly', 'additionalProperties']);
const NOT_STRUCTURAL = ['anyOf', 'oneOf', 'allOf', 'not', '$ref'];

/**
 * Rewrites the JSON schema that zod prints into a structural schema, in one pass over the finished document: zod's own
 * override hook runs more than once for wrapped types and mislabels integers.
 */
export function structural(schema: Json): JsonObject {
  const node = objectOf(schema);
  const junctor = NOT_STRUCTURAL.find((key) => key in node);
  if (junctor !== undefined) throw new Error(`a structural schema has no ${junctor}: flatten the type`);
  return { ...ownKeys(node), ...integerKeys(node), ...children(node) };
}

function ownKeys(node: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(node).filter(
      ([key]) =>
        !DROPPED.has(key) &&
        !(key === 'pattern' && node['format'] !== undefined) &&
        !isIntegerLimit(node, key),
    ),
  );
}

/** The limits of the number type itself; those that mean something stay. */
function isIntegerLimit(node: JsonObject, key: string): boolean {
  if (node['type'] !== 'integer') return false;
  const value = node[key];
  if (key === 'minimum') return value === Number.MIN_SAFE_INTEGER || value === -(2 ** 31);
  return key === 'maximum' && (value === Number.MAX_SAFE_INTEGER || value === 2 ** 31 - 1);
}

function integerKeys(node: JsonObject): JsonObject {
  if (node['type'] !== 'integer') return {};
  return { format: node['maximum'] === 2 ** 31 - 1 ? 'int32' : 'int64' };
}

function children(node: JsonObject): JsonObject {
  const { properties, items } = node;
  return {
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(objectOf(properties)).map(([key, value]) => [key, structural(value)]),
          ),
        }),
    ...(items === undefined ? {} : { items: structural(items) }),
  };
}

function objectOf(value: Json): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`a schema is an object, not ${JSON.stringify(value)}`);
  }
  return value as JsonObject;
}
