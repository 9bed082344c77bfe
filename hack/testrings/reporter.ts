import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

const { constants } = Mocha.Runner;

/** Mocha's own reporter for people, and the numbers in a file for the ring runner. */
export default class TallyReporter {
  constructor(runner: Mocha.Runner, options: { reporterOptions?: Record<string, string> }) {
    const { tally = '', style = 'Dot' } = options.reporterOptions ?? {};
    const Shown = style === 'Spec' ? Mocha.reporters.Spec : Mocha.reporters.Dot;
    const shown = new Shown(runner, options);
    runner.once(constants.EVENT_RUN_END, () => {
      const { passes, failures } = shown.stats;
      writeFileSync(tally, JSON.stringify({ passed: passes, failed: failures }));
    });
  }
}
