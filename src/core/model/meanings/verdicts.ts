import type { Origin, Severity } from '../names.ts';
import type { Lock } from '../verdict.ts';
import type { Meaning } from './meaning.ts';

/** Is an init container the right place for this work? */
export const SEVERITY_MEANINGS: Readonly<Record<Severity, Meaning>> = {
  Legitimate: {
    means: 'An init container is a fair place for this work.',
    detail: '',
    matters: 'Nothing is wrong with it; it is counted, and told of only when it fails or hangs.',
    steps: ['Nothing.'],
  },
  Yellow: {
    means: 'The work is better done elsewhere: in the image, by the application, or before the release.',
    detail: '',
    matters: 'It makes each start slower and adds something that can fail, yet a further run does no harm.',
    steps: ['Follow the remedy when there is time; nothing burns.'],
  },
  Red: {
    means:
      'The work does harm in an init container: it changes something outside of the pod whenever a pod starts.',
    detail: '',
    matters: 'Restarts, drains and replicas repeat it, and several pods can do it at once.',
    steps: ['Move the work into a Job, a hook of the release or a controller, as the remedy says.'],
  },
  Unknown: {
    means: 'It cannot be said, since nobody can tell from the spec what the init container does.',
    detail: '',
    matters: 'It may be harmless, or not.',
    steps: ['Read what it runs; the category Unknown says more.'],
  },
};

/** What happens when a tool runs twice at once. */
export const LOCK_MEANINGS: Readonly<Record<Lock, Meaning>> = {
  Locks: {
    means: 'The tool takes a lock, so that parallel runs wait for each other or refuse to start.',
    detail: 'The rule of the tool says of which kind, and what a run prints that finds it taken.',
    matters: 'Runs that overlap cost time and are no race; a run that is killed may leave its lock behind.',
    steps: ['See that the lock is not turned off, and that a run that is refused is tried again.'],
  },
  None: {
    means: 'The tool takes no lock: parallel runs change the same thing at the same time.',
    detail: '',
    matters: 'It is safe only while one pod alone runs it.',
    steps: ['Run it from a Job with `parallelism: 1`, or hold a lock of the database around it.'],
  },
  Unknown: {
    means: 'Neither its documentation nor its code was seen to say whether the tool takes a lock.',
    detail: 'Or no tool was recognised.',
    matters: 'It is treated as if it took none.',
    steps: ['Ask the documentation of the tool before two pods run it at once.'],
  },
};

/** Where an init container comes from. */
export const ORIGIN_MEANINGS: Readonly<Record<Origin, Meaning>> = {
  Template: {
    means: "The init container stands in the workload's template.",
    detail: '',
    matters: 'Whoever owns the workload can change it.',
    steps: ['Change the template.'],
  },
  Injected: {
    means: 'The init container stands in the pods and not in the template: admission has put it there.',
    detail: 'Service meshes and secret agents do so.',
    matters: 'A change of the template does not remove it.',
    steps: ['Ask whoever runs the webhook; it may heed an annotation of the pod.'],
  },
};
