import { type Classifier, classifierWith } from '../core/classify/classifier.ts';
import type { Thresholds } from '../core/model/thresholds.ts';
import type { Settings } from './schema.ts';

/** What the core decides by. */
export function thresholds(settings: Settings): Thresholds {
  return {
    record: settings.record,
    crashLoopFailures: settings.crashLoop.failures,
    repeatingMinMutating: settings.repeating.min,
    repeatingMinOther: settings.repeating.minOthers,
    repeatingWindow: settings.repeating.window,
    slowAbsolute: settings.slow.absolute,
    slowFactor: settings.slow.factor,
    stuck: settings.stuck,
    raceHold: settings.race.hold,
    retain: settings.findings.retain,
    skewDefault: settings.skew.default,
  };
}

/** What tells the purpose of an init container. */
export const classifierOf = ({ signatures }: Pick<Settings, 'signatures'>): Classifier =>
  classifierWith(signatures);
