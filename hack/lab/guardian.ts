import { join } from 'node:path';
import { startComponent } from './components.ts';
import type { Layout } from './layout.ts';
import type { ProcessId } from './processes.ts';

/** The component that outlives the cluster's owner. */
export const guardian = 'guardian';

// Looks once a second whether the owner (process $2, started at $3) still lives; a zombie does not.
const watch = `
while [ -e "$1" ] && read -r line < "/proc/$2/stat"; do
  set -- "$1" "$2" "$3" "$4" "$5" "$6" \${line##*) }
  [ "$7" != Z ] && [ "\${26}" = "$3" ] || break
  sleep 1
done 2>/dev/null
[ -e "$1" ] || exit 0
exec "$4" "$5" --name "$6" clear
`;

/**
 * Starts the process that clears the cluster away when its owner ended without doing so, even by SIGKILL.
 * A cluster that is to stay is left alone: see `clearVoid`.
 */
export function startGuardian(layout: Layout, owner: ProcessId): Promise<void> {
  const script = [layout.record, String(owner.pid), owner.startTicks];
  const clear = [process.execPath, join(import.meta.dirname, 'cli.ts'), layout.name];
  return startComponent(layout, {
    name: guardian,
    command: ['/bin/sh', '-c', watch, 'sh', ...script, ...clear],
  });
}
