/** Why a verdict is Unknown, or less certain than its rule: ids that stand in evidence beside those of the rows. */
export const DOUBTS = {
  'unknown.program': {
    means: 'It runs a program or a script that no rule knows, and no name says what it does.',
    instead: 'Read the script or the documentation of the program.',
  },
  'unknown.nothing': {
    means: 'Neither its command nor its image and names say that it does anything.',
    instead: "Read the image's entrypoint, or write the command into the spec.",
  },
  'unknown.store': {
    means:
      'Only a name says that it is harmless, and its variables, mounts or arguments lead to a store or an API: it may change that, too.',
    instead:
      'Read the script, or keep the addresses and credentials from a container that does not need them.',
  },
  'unknown.volume': {
    means: 'Only a name says that it works on files, and it mounts no volume in which they could outlive it.',
    instead: 'Read the script, or write the command into the spec.',
  },
  'unknown.truncated': {
    means: 'The command is longer or deeper than what is read of one, so that only a part of it was judged.',
    instead: 'Move the script into the image or a ConfigMap, and call it by a telling name.',
  },
} as const;
export type Doubt = keyof typeof DOUBTS;
