/** One row of the table "Rooms and who may import whom" of the architecture. Paths are below src. */
export interface Room {
  /** A folder, or a single file. */
  readonly path: string;
  /** Folders and files it may import besides itself; '' is all of src. */
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Node's own modules: a pure room reads no file and opens no socket; '*' is all of them. */
  readonly builtins: readonly string[];
}

const MODEL = 'core/model';
/** What everything that judges stands on. */
const BELOW = [MODEL, 'core/classify', 'core/track', 'core/detect'];
/** The ports are types: who implements one may name it. */
const PORTS = 'controller/ports.ts';
const HASH = ['node:crypto'];

/** The row that fits is the one with the longest path. */
export const ROOMS: readonly Room[] = [
  { path: 'core/model', rooms: [], packages: [], builtins: [] },
  { path: 'facts', rooms: [MODEL], packages: [], builtins: HASH },
  { path: 'core/classify', rooms: [MODEL], packages: ['unbash'], builtins: [] },
  { path: 'core/accept', rooms: [MODEL], packages: [], builtins: [] },
  { path: 'core/track', rooms: [MODEL], packages: [], builtins: [] },
  {
    path: 'core/detect',
    rooms: [MODEL, 'core/classify', 'core/track'],
    packages: [],
    builtins: [],
  },
  { path: 'core/conditions', rooms: BELOW, packages: [], builtins: [] },
  { path: 'core/race', rooms: [...BELOW, 'core/conditions'], packages: [], builtins: [] },
  {
    path: 'core/memory',
    rooms: [...BELOW, 'core/conditions', 'core/race', 'core/engine.ts'],
    packages: [],
    builtins: [],
  },
  {
    path: 'core/intake',
    rooms: [...BELOW, 'core/conditions', 'core/race', 'core/memory'],
    packages: [],
    builtins: [],
  },
  { path: 'core/tell', rooms: [...BELOW, 'core/conditions'], packages: [], builtins: HASH },
  { path: 'core', rooms: [], packages: [], builtins: [] },
  { path: 'api', rooms: [MODEL], packages: ['zod'], builtins: [] },
  // Its signatures are rows of the classifier, and tested by it.
  { path: 'settings', rooms: [MODEL, 'core/classify'], packages: ['zod'], builtins: [] },
  { path: 'controller', rooms: ['core'], packages: [], builtins: [] },
  {
    path: 'kube',
    rooms: [MODEL, 'facts', 'api', PORTS],
    // zod: answers of a server are read at the edge like any other foreign data.
    packages: ['@kubernetes/client-node', 'undici', 'zod'],
    builtins: ['*'],
  },
  { path: 'telemetry', rooms: [MODEL, PORTS], packages: ['prom-client', 'winston'], builtins: ['*'] },
  { path: 'cli', rooms: [''], packages: ['commander', 'js-yaml'], builtins: ['*'] },
  { path: 'operator.ts', rooms: [''], packages: [], builtins: ['*'] },
  { path: 'clock.ts', rooms: [MODEL, PORTS], packages: [], builtins: ['*'] },
  { path: 'stopping.ts', rooms: [], packages: [], builtins: [] },
  { path: 'doubts.ts', rooms: ['core', MODEL], packages: [], builtins: [] },
  { path: 'readiness.ts', rooms: [''], packages: [], builtins: [] },
  { path: 'main.ts', rooms: [''], packages: [], builtins: ['*'] },
];

/** Whether `path` is `place` or lies in it. */
export function inside(path: string, place: string): boolean {
  return place === '' || path === place || path.startsWith(`${place}/`);
}

export function roomOf(path: string): Room | undefined {
  const fitting = ROOMS.filter((room) => inside(path, room.path));
  return fitting.toSorted((a, b) => b.path.length - a.path.length)[0];
}

/** What only some places may use. `uses` are names as {@link import('./source.ts').readSource} reports them. */
export const KEPT: readonly { readonly uses: readonly string[]; readonly places: readonly string[] }[] = [
  { uses: ['process.env'], places: ['settings'] },
  { uses: ['console'], places: ['cli'] },
  {
    uses: [
      'Date.now',
      'new Date()',
      'Date()',
      'performance',
      'process.hrtime',
      'process.uptime',
      'Math.random',
      'setTimeout',
      'setInterval',
    ],
    places: ['operator.ts', 'clock.ts', 'main.ts', 'cli'],
  },
];

export const FORBIDDEN_NAMES = /^(utils?|helpers?|managers?|common|misc)$/;
export const MOST_LINES = 250;
/** Rows of data, looked up and not read from top to bottom. */
export const DATA = ['core/classify/signatures', 'core/classify/failures.ts'];
