import { z } from 'zod';
import { settingsSchema } from './schema.ts';

/** One setting as people meet it. */
export interface Setting {
  /** As in the file, joined by dots: `crashLoop.failures`. */
  readonly name: string;
  readonly path: readonly string[];
  /** `--crashLoop.failures`. */
  readonly flag: string;
  /** `CONFESSOR_CRASHLOOP_FAILURES`. */
  readonly variable: string;
  readonly fallback: string;
  readonly text: string;
}

export const VARIABLE_PREFIX = 'CONFESSOR_';

const documentedSchema = z.object({ description: z.string(), fallback: z.string() });

/** All settings of one value, in the order of the schema: flags, variables and documentation are made from this. */
export const SETTINGS: readonly Setting[] = leaves(settingsSchema, []);

function leaves(schema: z.ZodType, path: readonly string[]): readonly Setting[] {
  const inner = schema instanceof z.ZodPrefault ? schema.unwrap() : schema;
  // A list of rows stands in the file alone.
  if (inner instanceof z.ZodArray) return [];
  if (!(inner instanceof z.ZodObject))
    return [setting(path, documentedSchema.parse(z.globalRegistry.get(schema)))];
  return Object.entries<z.ZodType>(inner.shape).flatMap(([key, child]) => leaves(child, [...path, key]));
}

function setting(path: readonly string[], meta: z.infer<typeof documentedSchema>): Setting {
  return {
    name: path.join('.'),
    path,
    flag: `--${path.join('.')}`,
    variable: `${VARIABLE_PREFIX}${path.join('_').toUpperCase()}`,
    fallback: meta.fallback,
    text: meta.description,
  };
}
