import { FACET_WORDS } from '../../core/classify/facetWords.ts';
import type { Example, Match } from '../../core/classify/signature.ts';

/** What must hold for a row to match, one sentence for each part. */
export function matchesOf(match: Match): readonly string[] {
  const { program, facet, words, any, none, asks, name, names, notNamed, image, env, mount, node } = match;
  return [
    ...said(program, (list) => `a step that runs ${list.includes('*') ? 'any program' : oneOf(list)}`),
    ...(facet === undefined ? [] : [`a step that ${FACET_WORDS[facet]}`]),
    ...said(words, (list) => `after it the words ${list.map((one) => oneOf([one])).join(', then ')}`),
    ...said(any, (list) => `with at least one of ${oneOf(list)}`),
    ...said(none, (list) => `without ${oneOf(list)}`),
    ...said(asks, (list) => `with ${oneOf(list)} it only asks, and is a check`),
    ...said(name, (list) => `a name (of a script, command, image or container) with the word ${oneOf(list)}`),
    ...said(names, (list) => `a name with ${list.map((one) => oneOf([one])).join(', and with ')}`),
    ...said(notNamed, (list) => `the name has no word ${oneOf(list)}`),
    ...said(image, (list) => `the image is called ${oneOf(list)}`),
    ...said(env, (list) => `an environment variable is called ${oneOf(list)}`),
    ...said(mount, (list) => `something is mounted at ${oneOf(list)}`),
    ...(node === undefined ? [] : [REACHES[node === 'network' ? 'network' : 'node']]),
  ];
}

const REACHES = {
  node: 'it is privileged, has a capability that reaches the node, or mounts a path of the node',
  network: 'it has the capability NET_ADMIN',
} as const;

const said = (
  list: readonly string[] | undefined,
  sentence: (list: readonly string[]) => string,
): readonly string[] => (list === undefined || list.length === 0 ? [] : [sentence(list)]);

/** `a`, `b` or `c`. */
function oneOf(patterns: readonly string[]): string {
  const all = patterns.flatMap((pattern) => pattern.split('|')).map((one) => `\`${one}\``);
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} or ${last}`;
}

/** An example as one would write it: a script, a command, or what matters of a spec. */
export function exampleText(example: Example): string {
  if (typeof example === 'string') return example;
  const { name, image, command, args, env, mounts, privileged, capabilities } = example;
  const words = [...(command ?? []), ...(args ?? [])].map(quoted).join(' ');
  const field = command === undefined ? 'args' : 'command';
  const spec = [
    ...(name === undefined ? [] : [`name: ${name}`]),
    ...(image === undefined ? [] : [`image: ${image}`]),
    ...(privileged === true ? ['privileged'] : []),
    ...(capabilities ?? []).map((one) => `capability: ${one}`),
    ...(env ?? []).map((one) => `env: ${one}`),
    ...(mounts ?? []).map((one) => `mount: ${one}`),
  ];
  if (spec.length === 0) return words;
  return [...spec, ...(words === '' ? [] : [`${field}: ${words}`])].join(', ');
}

const quoted = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word));
