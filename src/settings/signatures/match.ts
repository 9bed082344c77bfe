import { z } from 'zod';
import { FACET_WORDS } from '../../core/classify/facetWords.ts';
import type { Facet } from '../../core/classify/facets.ts';
import type { Match } from '../../core/classify/signature.ts';
import { because, QUOTES } from './because.ts';

const PATTERN_MAX = 1024;
/** Words of any letters with `|` between. */
const PATTERN = /^[^|\p{C}]+(?:\|[^|\p{C}]+)*$/u;

const ALONE = ['program', 'facet', 'name', 'names', 'image', 'env', 'mount', 'node'] as const;
const OF_STEPS = ['words', 'any', 'none', 'asks'] as const;
const OF_NAMES = ['name', 'names', 'notNamed'] as const;

const pattern = z
  .string(because('is no text', QUOTES))
  .max(PATTERN_MAX, `is longer than ${PATTERN_MAX} characters: name fewer words`)
  .regex(
    PATTERN,
    because(
      'is no pattern',
      'write a word, in which * stands for any letters, or several with | between them',
    ),
  );

/** A list of patterns; `such` is one that would do. */
const patterns = (such: string, sentence: string) =>
  z
    .exactOptional(
      z
        .array(pattern, because('is no list', `write for example [${such}]`))
        .min(1, `is empty: write for example [${such}]`),
    )
    .describe(sentence);

const facet = z.custom<Facet>(
  (given) => typeof given === 'string' && Object.hasOwn(FACET_WORDS, given),
  because('is unknown', `write one of ${Object.keys(FACET_WORDS).join(', ')}`),
);

export const matchSchema = z
  .strictObject(
    {
      program: patterns('mytool', 'Names of the program of a step.'),
      words: patterns(
        'db, migrate|upgrade',
        'Words after the program, in this order; others may stand between.',
      ),
      any: patterns('--apply', 'At least one of these words after the program.'),
      none: patterns('status', 'None of these words after the program.'),
      asks: patterns('--dry-run', 'Words with which the step only asks: then it is a check.'),
      facet: z
        .exactOptional(facet)
        .describe('What a step is seen to do, whatever its program; the words stand in docs/rules.'),
      name: patterns(
        'acme-migrator',
        'A word of a name: of a script, a sub-command, the image or the container.',
      ),
      names: patterns('acme, migrator', 'All of these words of a name.'),
      notNamed: patterns('wait', 'None of these words in the name.'),
      image: patterns('acme-migrator', 'Names of images, without registry, path and tag.'),
      env: patterns('ACME_MIGRATE', 'At least one environment variable has such a name.'),
      mount: patterns('/acme/*', 'At least one path is mounted at such a place.'),
      node: z
        .exactOptional(
          z.literal(
            [true, 'network'],
            because('is no value of it', 'write true or network, or leave it out'),
          ),
        )
        .describe(
          'true: it is privileged, has a capability that reaches the node, or mounts a path of the node. network: it has NET_ADMIN.',
        ),
    },
    because('is no map', 'write for example {program: [mytool], words: [migrate]}'),
  )
  .superRefine((match, context) => {
    for (const { field, message } of misfits(match)) {
      context.addIssue({ code: 'custom', path: field === '' ? [] : [field], message });
    }
  }) satisfies z.ZodType<Match>;

/** Parts that would say nothing, or not what they seem to. */
function misfits(match: Match): readonly { readonly field: string; readonly message: string }[] {
  const has = (field: keyof Match): boolean => match[field] !== undefined;
  const isStep = has('program') || has('facet');
  const isName = has('name') || has('names');
  if (!ALONE.some(has)) {
    return [{ field: '', message: `would match everything: give at least one of ${ALONE.join(', ')}` }];
  }
  const stray = isStep ? [] : OF_STEPS.filter(has);
  const mixed = isStep ? OF_NAMES.filter(has) : [];
  return [
    ...stray.map((field) => ({ field, message: 'speaks of a step: give program or facet, too' })),
    ...mixed.map((field) => ({
      field,
      message: 'is not looked at beside program or facet: write a row of its own for it',
    })),
    ...(!isStep && !isName && has('notNamed')
      ? [{ field: 'notNamed', message: 'speaks of a name: give name or names, too' }]
      : []),
  ];
}

/** Every single word or starred word that there is to look for. */
export function soughtBy(match: Match): readonly string[] {
  const { program, words, any, none, asks, name, names, notNamed, image, env, mount } = match;
  return [program, words, any, none, asks, name, names, notNamed, image, env, mount]
    .flatMap((list = []) => list)
    .flatMap((one) => one.split('|'));
}
