import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { acceptOf, collectionPath, objectPath, RESOURCES } from '../../../src/kube/reflect/kinds.ts';
import { LineSplitter } from '../../../src/kube/reflect/lines.ts';
import type { Reflector } from '../../../src/kube/reflect/reflector.ts';
import { parseEvent, type WatchEvent } from '../../../src/kube/reflect/wire.ts';
import { type KubeTransport, openTransport } from '../../../src/kube/transport/transport.ts';
import { cluster } from '../cluster.ts';
import { Cutter } from '../../operator/cutter.ts';
import { Diary, pod, reflect, type Seen, tokenFileConfig, until, wallClock } from './wire.ts';

describe('a reflector against a real API server', () => {
  let admin: KubeTransport;
  let namespace: string;
  let round = 0;
  const running: Reflector<Seen>[] = [];
  const closing: { close(): unknown }[] = [];

  function open(path: string): KubeTransport {
    const transport = openTransport({ kind: 'file', path }, wallClock);
    closing.push(transport);
    return transport;
  }

  function started(reflector: Reflector<Seen>): Reflector<Seen> {
    running.push(reflector);
    reflector.start();
    return reflector;
  }

  async function create(object: object, kind: keyof typeof RESOURCES = 'Pod'): Promise<void> {
    const path = collectionPath(RESOURCES[kind], namespace);
    await (await admin.request('POST', path, { body: object })).json();
  }

  async function remove(name: string): Promise<void> {
    const path = objectPath(RESOURCES.Pod, namespace, name);
    await (await admin.request('DELETE', path, { query: { gracePeriodSeconds: 0 } })).json();
  }

  beforeEach(async () => {
    admin = open(cluster().kubeconfig);
    round += 1;
    namespace = `reflector-${round}`;
    await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, 'Namespace');
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((reflector) => reflector.stop()));
    await Promise.all(closing.splice(0).map((open) => open.close()));
  });

  it('lists what is there, then tells each change', async () => {
    await create(pod(namespace, 'old'));
    const diary = new Diary();
    started(reflect('Pod', admin, diary, namespace));
    await until('sync', () => diary.lines.includes('synced'));
    await create(pod(namespace, 'new'));
    await until('the new pod', () => diary.about('new').length > 0);
    await remove('new');
    await until('its end', () => diary.lines.includes('gone new'));
    expect(inOrder(diary.lines)).to.deep.equal(['seen old', 'synced', 'seen new', 'gone new']);
    expect(diary.problems).to.deep.equal([]);
  });

  it('reads a list of several pages as one, with nothing but metadata where that is enough', async () => {
    const names = Array.from({ length: 620 }, (_, index) => `rs-${index}`);
    for (let index = 0; index < names.length; index += 40) {
      await Promise.all(names.slice(index, index + 40).map((name) => create(replicaSet(name), 'ReplicaSet')));
    }
    const diary = new Diary();
    started(reflect('ReplicaSet', admin, diary, namespace));
    await until('sync', () => diary.lines.includes('synced'));
    expect(diary.about('rs-')).to.have.lengthOf(620);
    const [first] = diary.changes;
    expect(first?.type === 'seen' ? first.object.object : {}).to.have.nested.property('metadata.labels.app');
    expect(first?.type === 'seen' ? first.object.object : {}).not.to.have.property('spec');
  });

  it('tells the old object gone before a new one of its name', async () => {
    const wire = await Cutter.to(cluster().serverUrl);
    closing.push(wire);
    const { path } = tokenFileConfig(cluster().adminToken, { server: wire.url });
    const diary = new Diary();
    await create(pod(namespace, 'web-0'));
    started(reflect('Pod', open(path), diary, namespace));
    await until('sync', () => diary.lines.includes('synced'));
    wire.cut();
    await remove('web-0');
    await create(pod(namespace, 'web-0'));
    wire.mend();
    const told = () => inOrder(diary.about('web-0'));
    await until('the second', () => told().length === 3);
    expect(told()).to.deep.equal(['seen web-0', 'gone web-0', 'seen web-0']);
    const uids = diary.changes.map((change) => (change.type === 'gap' ? '' : change.object.uid));
    expect(new Set(uids)).to.have.lengthOf(2);
  });

  it('goes on from where a cut wire left it, without a gap', async () => {
    const wire = await Cutter.to(cluster().serverUrl);
    closing.push(wire);
    const { path } = tokenFileConfig(cluster().adminToken, { server: wire.url });
    const diary = new Diary();
    const reflector = started(reflect('Pod', open(path), diary, namespace));
    await until('sync', () => reflector.state().phase === 'watching');
    for (const name of ['one', 'two', 'three']) {
      wire.cut();
      await create(pod(namespace, name));
      wire.mend();
      await until(`pod ${name}`, () => diary.lines.includes(`seen ${name}`));
    }
    expect(diary.lines).to.deep.equal(['synced', 'seen one', 'seen two', 'seen three']);
  });

  it('lists anew, and says that there was a gap, when its version is too old', async function () {
    this.timeout(120_000);
    const wire = await Cutter.to(cluster().serverUrl);
    closing.push(wire);
    const { path } = tokenFileConfig(cluster().adminToken, { server: wire.url });
    const diary = new Diary();
    await create(pod(namespace, 'stays'));
    await create(pod(namespace, 'goes'));
    const reflector = started(reflect('Pod', open(path), diary, namespace));
    await until('watch', () => reflector.state().phase === 'watching');
    wire.cut();
    await remove('goes');
    await create(pod(namespace, 'comes'));
    // A new API server knows no event of before its start.
    await cluster().restartComponent('kube-apiserver');
    await serverReady(admin);
    wire.mend();
    await until('the second sync', () => diary.lines.filter((line) => line === 'synced').length === 2);
    const after = diary.lines.slice(diary.lines.indexOf('synced') + 1);
    expect(after[0]).to.equal('gap');
    expect(after.slice(1).toSorted()).to.deep.equal(['gone goes', 'seen comes', 'seen stays', 'synced']);
  });

  it('survives a restart of the API server', async function () {
    this.timeout(120_000);
    const diary = new Diary();
    const reflector = started(reflect('Pod', admin, diary, namespace));
    await until('watch', () => reflector.state().phase === 'watching');
    await cluster().stopComponent('kube-apiserver');
    await until('trouble', () => reflector.state().phase === 'waiting');
    expect(reflector.state().reason).to.match(/; check that the server is up|closed|reset|hang/);
    await cluster().restartComponent('kube-apiserver');
    await serverReady(admin);
    await create(pod(namespace, 'afterwards'));
    await until('the pod', () => diary.lines.includes('seen afterwards'), 60_000);
    expect(diary.problems, 'one line for the whole trouble').to.have.lengthOf.at.most(2);
  });

  it('takes a new token from its file when the old one is refused', async () => {
    const { path, tokenFile } = tokenFileConfig('expired');
    const diary = new Diary();
    const reflector = started(reflect('Pod', open(path), diary, namespace));
    await until('refusal', () => reflector.state().reason.includes('renew it'));
    writeFileSync(tokenFile, `${cluster().adminToken}\n`);
    await until('sync', () => diary.lines.includes('synced'));
    expect(diary.problems).to.have.lengthOf(1);
  });

  it('leaves out what it may not read, and says so once', async function () {
    this.timeout(60_000);
    await cluster().kubectl('create', 'serviceaccount', 'nobody', '-n', namespace);
    const path = await cluster().serviceAccountKubeconfig(namespace, 'nobody');
    const diary = new Diary();
    const reflector = started(reflect('CronJob', open(path), diary));
    await until('the refusal', () => diary.lines.includes('left out'));
    expect(reflector.state()).to.include({ phase: 'forbidden', synced: false });
    expect(reflector.state().reason).to.match(/cronjobs.*is forbidden.*; grant it in the role/);
    expect(diary.problems).to.have.lengthOf(1);
  });

  it('says a gap where an object was refused, and tells the others', async () => {
    const diary = new Diary();
    const reflector = started(reflect('Pod', admin, diary, namespace));
    await until('watch', () => reflector.state().phase === 'watching');
    await create(pod(namespace, 'odd', { 'test/strange': 'yes' }));
    await create(pod(namespace, 'plain'));
    await until('the plain one', () => diary.lines.includes('seen plain'));
    expect(diary.lines).to.deep.equal(['synced', 'gap', 'seen plain']);
  });

  it('gets bookmarks, which are versions without an object', async () => {
    const resource = RESOURCES.Pod;
    const response = await admin.request('GET', collectionPath(resource), {
      lane: 'watch',
      accept: acceptOf(resource, 'watch'),
      query: { watch: true, allowWatchBookmarks: true, timeoutSeconds: 3 },
    });
    const lines = new LineSplitter(1 << 24);
    const events: WatchEvent[] = [];
    for await (const chunk of response.body)
      for (const line of lines.push(chunk)) events.push(parseEvent(line));
    const last = events.at(-1);
    expect(last?.type).to.equal('BOOKMARK');
    expect(last?.type === 'BOOKMARK' ? last.header.resourceVersion : '').to.match(/^\d+$/);
  });

  it('stops at once, and is silent afterwards', async () => {
    const diary = new Diary();
    const reflector = started(reflect('Pod', admin, diary, namespace));
    await until('watch', () => reflector.state().phase === 'watching');
    await reflector.stop();
    await create(pod(namespace, 'unheard'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(diary.lines).to.deep.equal(['synced']);
    expect(reflector.state().phase).to.equal('stopped');
  });
});

/** Without repetitions: a pod that is deleted is changed first. */
function inOrder(lines: readonly string[]): string[] {
  return lines.filter((line, index) => line !== lines[index - 1]);
}

async function serverReady(admin: KubeTransport): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const ready = await admin.request('GET', '/readyz').then(
      async (answer) => {
        for await (const _ of answer.body);
        return true;
      },
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const log = readFileSync(cluster().log('kube-apiserver'), 'utf8').split('\n').slice(-20);
  throw new Error(`the API server is not ready:\n${log.join('\n')}`);
}

function replicaSet(name: string): object {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, labels },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'none' }] } },
    },
  };
}
