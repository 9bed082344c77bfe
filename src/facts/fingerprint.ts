import { hash } from 'node:crypto';
import { type WorkId, workId } from '../core/model/refs.ts';

/** Deeper than any typed Kubernetes object; what lies below counts as absent. */
export const DEPTH_MAX = 64;
const DIGITS = 16;

/** The first 16 hex digits of sha256. */
export function digest(text: string): string {
  return hash('sha256', text).slice(0, DIGITS);
}

/** What makes two runs the same work (R31), whole and not redacted: only its hash leaves this file. */
export interface Work {
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Name and reference ('' for a plain value) of each variable. Values are not part of the work. */
  readonly env: readonly (readonly [string, string])[];
  readonly envFrom: readonly string[];
}

export function fingerprint(work: Work): WorkId {
  const env = [...work.env].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return workId(
    digest(JSON.stringify([bareImage(work.image), work.command, work.args, env, [...work.envFrom].sort()])),
  );
}

/** An image without registry host and digest; the tag stays: `docker.io/library/x:1@sha256:…` → `x:1`. */
export function bareImage(image: string): string {
  const at = image.indexOf('@');
  const tagged = at < 0 ? image : image.slice(0, at);
  const slash = tagged.indexOf('/');
  const host = slash < 0 ? '' : tagged.slice(0, slash);
  const path = host === 'localhost' || /[.:]/.test(host) ? tagged.slice(slash + 1) : tagged;
  return /^library\/[^/]+$/.test(path) ? path.slice('library/'.length) : path;
}

/** JSON with sorted keys, so that equal content has equal text. */
export function canonical(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth > DEPTH_MAX) return 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item, depth + 1)}`).join(',')}}`;
}
