import { expect } from 'chai';
import { z } from 'zod';
import { parseStoredFinding } from '../../../src/api/parse.ts';
import { renderFinding, renderIdentity } from '../../../src/api/render.ts';
import { sampleFinding } from '../../unit/api/sampleFinding.ts';
import { cluster } from '../cluster.ts';

const conditionsSchema = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});
const NAMESPACE = 'crd-test';
const finding = { ...sampleFinding, namespace: NAMESPACE };

describe('the custom resource on a real API server', () => {
  const kubectl = (...args: readonly string[]) => cluster().kubectl('-n', NAMESPACE, ...args);
  const get = async () =>
    JSON.parse(await kubectl('get', 'icf', finding.name, '-o', 'json', '--show-managed-fields')) as unknown;

  before(async () => {
    await cluster().kubectl('create', 'namespace', NAMESPACE);
    await cluster().apply([renderIdentity(finding)]);
    const patch = JSON.stringify({ status: renderFinding(finding).status });
    await kubectl('patch', 'icf', finding.name, '--subresource=status', '--type=merge', '-p', patch);
  });

  it('is established, and structural', async () => {
    const crd = conditionsSchema.parse(
      JSON.parse(await cluster().kubectl('get', 'crd', 'initcontainerfindings.confessor.dev', '-o', 'json')),
    );
    const on = crd.status.conditions.filter(({ status }) => status === 'True').map(({ type }) => type);
    expect(on).to.have.members(['NamesAccepted', 'Established']);
  });

  it('keeps every field of a finding', async () => {
    const parsed = parseStoredFinding(await get());
    expect(parsed.kind === 'finding' && parsed.finding.status).to.deep.equal(finding.status);
    expect(parsed.kind === 'finding' && parsed.finding.statusManager).to.match(/^kubectl/);
  });

  for (const name of [
    'initcontainerfindings',
    'initcontainerfinding',
    'initfindings',
    'initfinding',
    'icf',
  ]) {
    it(`answers to ${name}`, async () => {
      expect(await kubectl('get', name)).to.match(
        /NAME +WORKLOAD +CONTAINER +CATEGORY +SEVERITY +STATE +RERUNS +RACES +LAST RUN +AGE *\n/,
      );
    });
  }

  it('shows more with -o wide, the cause of the last rerun too', async () => {
    const [head = '', line = ''] = (await kubectl('get', 'icf', '-o', 'wide')).split('\n');
    expect(head).to.match(/AGE +KIND +RUNS +TOOL +CAUSE +CONFIDENCE +MESSAGE/);
    expect(line).to.match(/Deployment +3 +alembic +Retry +97 +Two runs overlapped/);
  });

  it('is found by its selectable fields', async () => {
    const fields =
      'status.state=Racing,status.severity=Red,spec.container=migrate,spec.workloadRef.kind=Deployment,spec.workloadRef.name=web';
    expect(await kubectl('get', 'icf', '--field-selector', fields, '-o', 'name')).to.include(finding.name);
    expect(await kubectl('get', 'icf', '--field-selector', 'status.state=Quiet', '-o', 'name')).to.equal('');
  });

  it('is explained in words', async () => {
    expect(await cluster().kubectl('explain', 'initfindings.status.races.last.overlapSeconds')).to.include(
      'in seconds',
    );
    expect(await cluster().kubectl('explain', 'initfindings.status')).to.include(
      'What this init container confesses, in one sentence.',
    );
  });

  it('cannot become the finding of another', async () => {
    const patch = JSON.stringify({ spec: { container: 'other' } });
    const refused = await kubectl('patch', 'icf', finding.name, '--type=merge', '-p', patch).then(
      () => 'patched',
      String,
    );
    expect(refused).to.include('spec says whose finding this is and cannot be changed');
  });
});
