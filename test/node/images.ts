import type { Image } from '../../hack/lab/image.ts';
import { busyboxFiles } from '../../hack/lab/labImages.ts';

/** The image of the pods here, and the same under another tag, for rollouts. */
export const IMAGE = 'lab/orders:1';
export const NEXT_IMAGE = 'lab/orders:2';

/**
 * A migration tool by its name only. It appends one line when it starts and one when it ends to the log $TRUTH, which is
 * the truth that counts are judged by; the environment tells how long it works and how often it fails in a pod first.
 */
const ALEMBIC = `#!/bin/sh
line() { echo "$CONTAINER $POD_UID $*" >> "$TRUTH"; }
line start
tries=$(grep -c "^$CONTAINER $POD_UID start" "$TRUTH")
trap 'line end 143; exit 143' TERM
sleep "\${WORK_SECONDS:-0}" & wait $!
code=0
[ "$tries" -gt "\${FAILURES:-0}" ] || code=3
line end $code
exit $code
`;

/** Images with that tool. */
export async function images(): Promise<readonly Image[]> {
  const files = [...(await busyboxFiles()), { path: 'usr/bin/alembic', content: ALEMBIC, mode: 0o755 }];
  return [IMAGE, NEXT_IMAGE].map((reference) => ({ reference, files }));
}
