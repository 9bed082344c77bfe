import { z } from 'zod';
import { DEFAULT_THRESHOLDS, RECORD_MODES } from '../core/model/thresholds.ts';
import { signatures } from './signatures/list.ts';
import { count, duration, flag, label, listen, word } from './values.ts';

const LOGS = ['off', 'previous'] as const;
const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
const LOG_FORMATS = ['json', 'text'] as const;

const d = DEFAULT_THRESHOLDS;

const section = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape).prefault({} as never);

/** Every setting there is. Durations come out in milliseconds. */
export const settingsSchema = z.strictObject({
  record: word(
    RECORD_MODES,
    d.record,
    'What gets an object: notable (Red, side-effecting, or with a condition), flagged (Yellow too), or all.',
  ),
  crashLoop: section({
    failures: count(
      d.crashLoopFailures,
      'Consecutive failures of one init container that open CrashLooping.',
    ),
  }),
  repeating: section({
    min: count(
      d.repeatingMinMutating,
      'Reruns within repeating.window that open Repeating, for Migration, Seed and ExternalCall.',
    ),
    minOthers: count(d.repeatingMinOther, 'The same for all other categories.'),
    window: duration(d.repeatingWindow, 'How far back reruns are looked at for Repeating.'),
  }),
  slow: section({
    absolute: duration(
      d.slowAbsolute,
      'A run that takes longer is Slow, if it also takes slow.factor times as long as usual.',
    ),
    factor: count(
      d.slowFactor,
      'How many times the median of the last 20 successful runs a Slow run takes at least.',
    ),
  }),
  stuck: duration(d.stuck, 'A run that goes on for longer is Stuck.'),
  race: section({
    hold: duration(d.raceHold, 'How long Racing stays after the last race.'),
  }),
  findings: section({
    retain: duration(
      d.retain,
      'How long a Resolved finding is kept, and one of a kind that may not be read after its last pod and ReplicaSet.',
    ),
  }),
  write: section({
    interval: duration(
      10_000,
      'How long counts of a finding are gathered before they are written. What a reader acts on is written at once; a run that only succeeded may wait for up to five minutes.',
    ),
  }),
  skew: section({
    default: duration(
      d.skewDefault,
      'How far the clocks of two Nodes may differ when nothing better is known.',
    ),
  }),
  series: section({
    max: count(
      100_000,
      'Most series of findings on /metrics; what is more is summed up under the name other.',
    ),
    perNamespace: count(10_000, 'Most series of findings of one namespace on /metrics.'),
  }),
  logs: word(
    LOGS,
    'off',
    'previous reads the last lines of the log of a failed side-effecting run that has not said why; it needs config/logs.',
  ),
  leaderElection: section({
    enabled: flag(
      false,
      'Only who holds the Lease writes findings, all others stand by: for more than one replica. The shipped Deployment turns it on.',
    ),
    name: label('confessor', 'Name of the Lease.'),
    namespace: label('confessor-system', 'Namespace of the Lease. The shipped Deployment sets its own.'),
  }),
  http: section({
    listen: listen(':8080', 'Address of /metrics, /livez and /readyz.'),
  }),
  log: section({
    level: word(LOG_LEVELS, 'info', 'The least important messages to print.'),
    format: word(LOG_FORMATS, 'json', 'json for machines, text for people.'),
  }),
  signatures,
});

/** The settings as the program uses them. */
export type Settings = z.output<typeof settingsSchema>;
