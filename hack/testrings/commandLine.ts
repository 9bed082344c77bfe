import { parseArgs } from 'node:util';
import { RINGS, type Ring } from './rings.ts';

export const USAGE = `hack/test [RING ...] [--long] [--record]

Runs the test rings, all of them or those named, in this order: ${RINGS.map((r) => r.name).join(', ')}.
Ends at the first ring that fails. Installs what it needs; the rings integration, chaos and node start
clusters of their own and remove them again.

  --long   also the tests that do not fit the everyday time budget
  --record the node ring makes the recordings in test/recordings/lab again; keep them if it passes
  --help   this text

The last line is "N passed, M failed", summed over the rings.`;

export type Wanted =
  | {
      readonly kind: 'run';
      readonly rings: readonly Ring[];
      readonly long: boolean;
      readonly record: boolean;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly message: string };

export function readCommandLine(args: readonly string[]): Wanted {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        long: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const unknown = positionals.find((name) => !RINGS.some((ring) => ring.name === name));
    if (unknown !== undefined) return { kind: 'bad', message: `no ring is called '${unknown}'` };
    const rings = positionals.length === 0 ? RINGS : RINGS.filter((ring) => positionals.includes(ring.name));
    return { kind: 'run', rings, long: values.long, record: values.record };
  } catch (error) {
    return { kind: 'bad', message: error instanceof Error ? error.message : String(error) };
  }
}
