import type { z } from 'zod';
import { SettingsError } from './error.ts';
import { type Settings, settingsSchema } from './schema.ts';
import { isOfSignatures, SIGNATURES, signatureProblems } from './signatures/problems.ts';
import { nearestNames, suggestion } from './suggestion.ts';
import { SETTINGS, type Setting, VARIABLE_PREFIX } from './table.ts';

/** A settings file that was read and parsed by the caller. */
export interface SettingsFile {
  readonly path: string;
  readonly values: unknown;
  /** The line on which the value of this path stands, when the parser knows it. */
  lineOf(path: readonly string[]): number | undefined;
}

/** Where settings come from, strongest first. */
export interface SettingsSources {
  /** By the setting's name, as given on the command line. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file?: SettingsFile | undefined;
}

export interface ReadSettings {
  readonly settings: Settings;
  /** Where each setting that is not at its default was set: a flag, a variable, or file:line. */
  readonly places: ReadonlyMap<string, string>;
}

type Tree = { [key: string]: unknown };

/** Flags before environment before file before defaults. Throws a {@link SettingsError} that names every problem at once. */
export function readSettings(sources: SettingsSources): ReadSettings {
  const tree = asTree(sources.file?.values ?? {});
  if (tree === undefined)
    throw new SettingsError([
      `${sources.file?.path ?? ''}: is not a map of settings: write 'name: value' lines`,
    ]);
  const values = structuredClone(tree);
  const places = new Map<string, string>();
  for (const setting of SETTINGS) take(setting, sources, values, places);
  if (values[SIGNATURES] !== undefined) places.set(SIGNATURES, filePlace(sources.file, [SIGNATURES]));
  const parsed = settingsSchema.safeParse(values);
  const strange = unknownNames(sources);
  if (parsed.success && strange.length === 0) return { settings: parsed.data, places };
  const issues = parsed.success ? [] : parsed.error.issues;
  throw new SettingsError([...strange, ...issues.flatMap((issue) => problems(issue, places, sources.file))]);
}

function take(setting: Setting, sources: SettingsSources, values: Tree, places: Map<string, string>): void {
  const { name, path, flag, variable } = setting;
  const given = [
    [flag, sources.flags[name]],
    [variable, sources.environment[variable] === '' ? undefined : sources.environment[variable]],
  ] as const;
  const winner = given.find(([, text]) => text !== undefined);
  if (winner !== undefined) {
    put(values, path, winner[1]);
    places.set(name, winner[0]);
  } else if (get(values, path) !== undefined) {
    places.set(name, filePlace(sources.file, path));
  }
}

/** Writes a value over the file's. A section that is no map in the file stays: the schema complains about it. */
function put(values: Tree, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) values[key] = value;
  else {
    values[key] ??= {};
    const child = asTree(values[key]);
    if (child !== undefined) put(child, rest, value);
  }
}

function get(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => asTree(node)?.[key], values);
}

function asTree(value: unknown): Tree | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : undefined;
}

function filePlace(file: SettingsFile | undefined, path: readonly string[]): string {
  const line = file?.lineOf(path);
  return `${file?.path ?? ''}${line === undefined ? '' : `:${line}`}`;
}

function problems(
  issue: z.core.$ZodIssue,
  places: ReadonlyMap<string, string>,
  file: SettingsFile | undefined,
): readonly string[] {
  const path = issue.path.map(String);
  if (isOfSignatures(issue))
    return signatureProblems(issue, file?.values).map(({ at, text }) => `${filePlace(file, at)}: ${text}`);
  const name = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${filePlace(file, [...path, key])}: ${unknownKey([...path, key])}`);
  }
  const place = places.get(name) ?? filePlace(file, path);
  const message = issue.code === 'invalid_type' ? `is a section: write its settings below it` : issue.message;
  return [`${place}: ${place.includes(name) ? '' : `${name}: `}${message}`];
}

/** What is wrong with a key of the file, and what to write: in the file, dots are levels. */
function unknownKey(path: readonly string[]): string {
  const name = path.join('.');
  const names = [...SETTINGS.map((setting) => setting.name), SIGNATURES];
  const unknown = `'${name}' is no setting${suggestion(name, names)}`;
  const [nearest] = path.some((key) => key.includes('.')) ? nearestNames(name, names) : [];
  const meant = SETTINGS.find((setting) => setting.name === nearest)?.path;
  if (meant === undefined) return unknown;
  const write = `'${meant.join(': {')}: …${'}'.repeat(meant.length - 1)}'`;
  return nearest === name
    ? `'${name}' has its levels in one name: write ${write}`
    : `${unknown} Write ${write}`;
}

/** Not settings: what Kubernetes sets in each pod for a Service called confessor, and what the scripts in hack/ go by. */
const FOREIGN_VARIABLE = /^CONFESSOR_(SERVICE_|PORT(_|$)|LAB_|CLUSTER_|LONG$)/;

function unknownNames({ flags, environment }: SettingsSources): readonly string[] {
  const names = new Set(SETTINGS.map(({ name }) => name));
  const variables = new Set(SETTINGS.map(({ variable }) => variable));
  const strangeFlags = Object.keys(flags).filter((name) => flags[name] !== undefined && !names.has(name));
  const strangeVariables = Object.keys(environment).filter(
    (name) => name.startsWith(VARIABLE_PREFIX) && !variables.has(name) && !FOREIGN_VARIABLE.test(name),
  );
  return [
    ...strangeFlags.map((name) => `--${name}: is no setting${suggestion(name, [...names])}`),
    ...strangeVariables.map((name) => `${name}: is no setting${suggestion(name, [...variables])}`),
  ];
}
