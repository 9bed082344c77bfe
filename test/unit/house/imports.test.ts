import { expect } from 'chai';
import { breachesOf } from './breaches.ts';
import { ROOMS } from './rooms.ts';
import { SOURCES } from './sources.ts';

const BAD: readonly { readonly path: string; readonly text: string; readonly breach: RegExp }[] = [
  { path: 'core/model/a.ts', text: "import { x } from '../track/x.ts';", breach: /may not import/ },
  { path: 'core/model/a.ts', text: "import type { x } from '../../facts/x.ts';", breach: /may not import/ },
  { path: 'core/engine.ts', text: "type T = import('../facts/x.ts').T;", breach: /may not import/ },
  { path: 'core/track/a.ts', text: "export * from '../detect/x.ts';", breach: /may not import/ },
  { path: 'core/track/a.ts', text: "export { x } from '../classify/x.ts';", breach: /may not import/ },
  { path: 'facts/a.ts', text: "import { readFileSync } from 'node:fs';", breach: /node:fs/ },
  { path: 'facts/a.ts', text: "import { createHash } from 'crypto';", breach: /'crypto'/ },
  { path: 'controller/a.ts', text: "const x = await import('../kube/x.ts');", breach: /kube/ },
  { path: 'kube/reflect/a.ts', text: "import { q } from '../../controller/queue.ts';", breach: /queue/ },
  { path: 'kube/reflect/a.ts', text: "import 'prom-client';", breach: /prom-client/ },
  { path: 'cli/a.ts', text: "import '@kubernetes/client-node';", breach: /client-node/ },
  { path: 'cli/a.ts', text: 'const x = await import(name);', breach: /computed/ },
  { path: 'api/a.ts', text: "import 'zodiac';", breach: /zodiac/ },
  { path: 'kube/a.ts', text: "const a = process.env['HOME'];", breach: /process\.env/ },
  { path: 'telemetry/a.ts', text: "console.log('x');", breach: /console/ },
  { path: 'core/a.ts', text: 'const t = Date.now();', breach: /Date\.now/ },
  { path: 'core/a.ts', text: 'const f = () => new Date().getTime();', breach: /new Date\(\)/ },
  { path: 'core/a.ts', text: 'const t = Date();', breach: /Date\(\)/ },
  { path: 'kube/a.ts', text: 'setTimeout(() => {}, 1);', breach: /setTimeout/ },
  { path: 'kube/a.ts', text: 'globalThis.setInterval(() => {}, 1);', breach: /setInterval/ },
  { path: 'controller/a.ts', text: 'const t = performance.now();', breach: /performance/ },
  { path: 'controller/a.ts', text: 'const t = Math.random();', breach: /Math\.random/ },
  { path: 'kube/utils.ts', text: '', breach: /called 'utils'/ },
  { path: 'kube/common/a.ts', text: '', breach: /called 'common'/ },
  { path: 'shed/a.ts', text: '', breach: /no room/ },
  { path: 'core/a.ts', text: 'x;\n'.repeat(251), breach: /251 lines/ },
];

const GOOD: readonly { readonly path: string; readonly text: string }[] = [
  { path: 'core/detect/a.ts', text: "import { x } from '../track/x.ts';\nimport { y } from './y.ts';" },
  {
    path: 'core/engine.ts',
    text: "import { x } from './detect/x.ts';\nconst t = new Date(0).toISOString();",
  },
  {
    path: 'kube/write/a.ts',
    text: "import type { Clock } from '../../controller/ports.ts';\nimport 'undici';",
  },
  { path: 'cli/lint.ts', text: "import { load } from 'js-yaml';\nconsole.log(Date.now());" },
  { path: 'core/a.ts', text: "// console.log(Date.now())\nconst s = 'process.env';" },
];

describe('the rooms of the house', () => {
  it('are all lived in, and every source stands in one', () => {
    expect(SOURCES.length).to.be.greaterThan(50);
    const empty = ROOMS.filter(
      ({ path }) => !path.endsWith('.ts') && !SOURCES.some((source) => source.path.startsWith(path)),
    );
    expect(empty.map((room) => room.path)).to.deep.equal([]);
  });

  it('know only the rooms before them', () => {
    expect(SOURCES.flatMap(({ path, text }) => breachesOf(path, text))).to.deep.equal([]);
  });

  for (const { path, text, breach } of BAD) {
    it(`would not allow ${JSON.stringify(text.slice(0, 60))} in ${path}`, () => {
      expect(breachesOf(path, text).join('\n')).to.match(breach);
    });
  }

  for (const { path, text } of GOOD) {
    it(`allow ${JSON.stringify(text.slice(0, 60))} in ${path}`, () => {
      expect(breachesOf(path, text)).to.deep.equal([]);
    });
  }
});
