import { hash } from 'node:crypto';
import type { Category } from '../model/names.ts';

const NAME_MAX = 180;
const LABEL_MAX = 63;
const LABEL_CUT = 54;

const LABEL_PREFIX = 'confessor.dev/';

/** Name of the finding of one init container: the workload's name (cut to 180), the container's, 8 hex of (workload UID, container). */
export function findingName(workloadName: string, container: string, workloadUid: string): string {
  const suffix = digest(`${workloadUid}/${container}`);
  return [subdomain(workloadName.slice(0, NAME_MAX)), subdomain(container), suffix]
    .filter((part) => part !== '')
    .join('-');
}

/** Labels to select findings by; they never change with the state. */
export function findingLabels(
  workload: { readonly kind: string; readonly name: string },
  container: string,
  category: Category,
): Readonly<Record<string, string>> {
  return {
    [`${LABEL_PREFIX}workload-kind`]: labelValue(workload.kind),
    [`${LABEL_PREFIX}workload`]: labelValue(workload.name),
    [`${LABEL_PREFIX}container`]: labelValue(container),
    [`${LABEL_PREFIX}category`]: category,
  };
}

/** Any text as a valid label value: itself if it is one, else what is valid of it, cut to 54, and 8 hex of the whole. */
export function labelValue(text: string): string {
  const valid = edged(text.replace(/[^A-Za-z0-9_.-]/g, '-'));
  if (valid === text && text.length <= LABEL_MAX) return text;
  const cut = edged(valid.slice(0, LABEL_CUT));
  return cut === '' ? digest(text) : `${cut}-${digest(text)}`;
}

/** Any text as the beginning of an object's name: what is valid of it, each part between dots beginning and ending with a letter. */
function subdomain(text: string): string {
  const parts = text
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .split('.');
  return parts
    .map(edged)
    .filter((part) => part !== '')
    .join('.');
}

/** Without the dots, dashes and underscores that no Kubernetes name may begin or end with; linear in the text's length. */
function edged(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isEdge(text.charCodeAt(start))) start += 1;
  while (end > start && isEdge(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isEdge(code: number): boolean {
  return code === 0x2d || code === 0x2e || code === 0x5f;
}

function digest(text: string): string {
  return hash('sha256', text).slice(0, 8);
}
