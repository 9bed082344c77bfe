import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const MAIN = resolve(import.meta.dirname, '../../../src/main.ts');
/** Prints the URL of each module that is resolved. */
const SPY = `import { registerHooks } from 'node:module';
registerHooks({ resolve(specifier, context, next) {
  const found = next(specifier, context);
  process.stderr.write('loaded ' + found.url + '\\n');
  return found;
} });`;

function loadedBy(...args: readonly string[]): string {
  const spy = `data:text/javascript,${encodeURIComponent(SPY)}`;
  const { stderr } = spawnSync(process.execPath, ['--import', spy, MAIN, ...args], {
    input: '',
    encoding: 'utf8',
  });
  return stderr;
}

describe('the offline commands', () => {
  for (const args of [['lint', '-'], ['replay', '-'], ['explain'], ['--help']]) {
    it(`'confessor ${args.join(' ')}' loads no Kubernetes client and opens no way to a network`, () => {
      const loaded = loadedBy(...args);
      expect(loaded).to.include('/src/cli/program.ts');
      expect(loaded).not.to.match(/client-node|undici|winston|prom-client|\/src\/kube\//);
    });
  }
});
