import { z } from 'zod';
import { matchingRules } from '../../core/classify/classifier.ts';
import { exampleSpec } from '../../core/classify/example.ts';
import { type Example, OWN_PREFIX, type Signature } from '../../core/classify/signature.ts';
import { CATEGORIES } from '../../core/model/names.ts';
import { LOCKS } from '../../core/model/verdict.ts';
import { because, oneOf, QUOTES, SHOWN_MAX, yes } from './because.ts';
import { matchSchema } from './match.ts';

const EXAMPLES_MAX = 20;
const EXAMPLE_MAX = 4096;
const SOURCE_MAX = 256;
const ID = new RegExp(
  String.raw`^${OWN_PREFIX.replace('.', String.raw`\.`)}[a-z0-9](?:[a-z0-9.-]{0,50}[a-z0-9])?$`,
);
const TOOL = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/i;
const VISIBLE = /^\P{C}+$/u;

const word = z.string(because('is no text', QUOTES)).max(EXAMPLE_MAX);
const words = z.exactOptional(z.array(word).max(100));

export const exampleSchema = z.strictObject({
  name: z.exactOptional(word),
  image: z.exactOptional(word),
  command: words,
  args: words,
  env: words.describe('Names of environment variables.'),
  mounts: words.describe('A path, and the kind of its volume after a blank.'),
  privileged: z.exactOptional(z.boolean()),
  capabilities: words.describe('Capabilities that it adds, e.g. NET_ADMIN.'),
});

const FORMS =
  'write a shell script, or a container with name, image, command, args, env, mounts, privileged, capabilities';
const example = z.union(
  [z.string().min(1).max(EXAMPLE_MAX), exampleSchema],
  because('is no example', FORMS),
) satisfies z.ZodType<Example>;

const examples = (such: string, sentence: string) =>
  z
    .array(example, because('is no list', `write for example ['${such}']`))
    .min(1, `is empty: write for example ['${such}']`)
    .max(EXAMPLES_MAX, `has more than ${EXAMPLES_MAX}: keep those that tell most`)
    .describe(sentence);

const confidence = because('is no percentage', 'write a whole number from 1 to 100');

export const rowSchema = z
  .strictObject(
    {
      id: z
        .string(because('is no text', QUOTES))
        .regex(
          ID,
          because(
            'is no id',
            `write ${OWN_PREFIX} and up to 52 of a-z, 0-9, - and dots, for example ${OWN_PREFIX}mytool`,
          ),
        )
        .describe('Stands in evidence and in SARIF.'),
      category: oneOf(CATEGORIES.filter((category) => category !== 'Unknown')).describe(
        'What such a container does.',
      ),
      tool: z
        .string(because('is no text', QUOTES))
        .regex(TOOL, because('is no name of a tool', 'write up to 63 letters, digits, dots, - and _'))
        .or(z.literal(''))
        .default('')
        .describe('Name of the tool, as a label of metrics.'),
      lock: oneOf(LOCKS)
        .default('Unknown')
        .describe('Whether a second run at the same time waits for the first.'),
      sideEffecting: z
        .exactOptional(z.boolean(because('is neither true nor false', 'write one of them')))
        .describe('Only where it is not what the category implies.'),
      confidence: z
        .exactOptional(z.int(confidence).min(1, confidence).max(100, confidence))
        .describe('Percent, where it is not the default of such rows.'),
      minor: z.exactOptional(yes).describe('Counts only where the container does nothing else.'),
      match: matchSchema.describe('What must hold; every part that is given must.'),
      examples: examples('mytool migrate', 'Scripts or containers that match: tried at start.'),
      counterExamples: examples('mytool status', 'Near misses that do not match: tried at start.'),
      source: z
        .string(because('is no text', QUOTES))
        .max(SOURCE_MAX)
        .regex(VISIBLE, because('is no text', QUOTES))
        .default('the settings')
        .describe('Where the knowledge comes from.'),
    },
    because('is no map', `write id, category, match, examples and counterExamples below it`),
  )
  .superRefine((row, context) => {
    // What is wrong itself proves nothing.
    if (context.issues.length > 0) return;
    for (const { path, message } of disproved(row)) context.addIssue({ code: 'custom', path, message });
  }) satisfies z.ZodType<Signature>;

interface Disproof {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Examples that say otherwise than the row does. */
function disproved(row: Signature): readonly Disproof[] {
  const matches = (one: Example): boolean => matchingRules(exampleSpec(one), [row]).includes(row.id);
  const among = (
    field: 'examples' | 'counterExamples',
    wrong: boolean,
    message: string,
  ): readonly Disproof[] =>
    row[field].flatMap((one, index) =>
      matches(one) === wrong ? [{ path: [field, index], message: `${brief(one)} ${message}` }] : [],
    );
  return [
    ...among('examples', false, 'is not matched: mend it, or what the row matches'),
    ...among('counterExamples', true, 'is matched, and should not be: mend it, or what the row matches'),
  ];
}

const brief = (one: Example): string =>
  `'${(typeof one === 'string' ? one : JSON.stringify(one)).slice(0, SHOWN_MAX)}'`;
