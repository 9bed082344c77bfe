import { expect } from 'chai';
import { installOperator, operatorKubeconfig } from '../../operator/install.ts';
import { type RunningOperator, startOperator } from '../../operator/operator.ts';
import { cluster } from '../cluster.ts';
import { World } from '../../operator/world.ts';

const NARROW = [
  'NAME',
  'WORKLOAD',
  'CONTAINER',
  'CATEGORY',
  'SEVERITY',
  'STATE',
  'RERUNS',
  'RACES',
  'LAST RUN',
  'AGE',
];
const WIDE = [...NARROW, 'KIND', 'RUNS', 'TOOL', 'CAUSE', 'CONFIDENCE', 'MESSAGE'];

describe('findings in a terminal', () => {
  let world: World;
  let operator: RunningOperator;
  const kubectl = (...args: readonly string[]) => cluster().kubectl('-n', world.namespace, ...args);
  const cells = (line = '') => line.trimEnd().split(/ {3,}|(?<=RUN) {2,}/);

  before(async () => {
    await installOperator(cluster());
    world = await World.make(cluster(), 'op-table');
    operator = await startOperator({ kubeconfig: await operatorKubeconfig(cluster()) });
    const { owner } = await world.deployment('web');
    for (const name of ['web-1', 'web-2']) await world.pod(name, { owner });
    await world.tell('web-1', { id: 'r1', from: 0, to: 9, exitCode: 0 });
    await world.tell('web-2', { id: 'r2', from: 1, to: 8, exitCode: 1 });
    await world.untilFinding('web', 'the race', ({ state }) => state === 'Racing');
    await world.deployment('idle');
    await world.untilFinding('idle', 'a finding of what has not run yet', ({ runs }) => runs.total === 0);
  });

  after(async () => {
    await operator.end('SIGTERM');
    await world.end();
  });

  for (const name of ['initfindings', 'initfinding', 'icf']) {
    it(`get ${name} has the columns of the contract`, async () => {
      const [head, , row] = (await kubectl('get', name)).split('\n');
      expect(cells(head)).to.deep.equal(NARROW);
      expect(row).to.match(
        /^web-migrate-[0-9a-f]{8} +web +migrate +Migration +Red +Racing +0 +1 +\S+ +\S+ *$/,
      );
    });
  }

  it('get -o wide has more of them', async () => {
    const [head, , row] = (await kubectl('get', 'icf', '-o', 'wide')).split('\n');
    expect(cells(head)).to.deep.equal(WIDE);
    expect(row).to.match(/ Deployment +2 +alembic +\S+ +\d+ +\S/);
  });

  it('can be asked for by state', async () => {
    const racing = await kubectl('get', 'icf', '--field-selector', 'status.state=Racing', '-o', 'name');
    expect(racing).to.match(/^initcontainerfinding.confessor.dev\/web-migrate-[0-9a-f]{8}\n$/);
    expect(await kubectl('get', 'icf', '--field-selector', 'status.state=Blocked', '-o', 'name')).to.equal(
      '',
    );
  });

  it('explains every field of the object in words', async () => {
    const silent: string[] = [];
    const explained: string[] = [];
    const explain = async (path: string): Promise<void> => {
      const text = await kubectl('explain', path);
      explained.push(path);
      const fields = text
        .slice(text.indexOf('FIELDS:'))
        .matchAll(/^ {2}(\w+)\t<(.*?)>(.*)\n(?: {2}enum: .*\n)?((?: {4}.*\n?)*)/gm);
      for (const [, name = '', type = '', , description = ''] of fields) {
        if (path === 'initfindings' && !['spec', 'status'].includes(name)) continue;
        if (!/[a-z]{3}/.test(description.replace('<no description>', ''))) silent.push(`${path}.${name}`);
        if (type.includes('Object')) await explain(`${path}.${name}`);
      }
    };
    await explain('initfindings');
    expect(silent).to.deep.equal([]);
    expect(explained).to.include.members([
      'initfindings.spec.workloadRef',
      'initfindings.status.races.last.runs',
      'initfindings.status.reruns.byCause',
      'initfindings.status.conditions',
    ]);
  });
});
