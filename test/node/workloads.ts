import { IMAGE } from './images.ts';

/** Settings of an init container; left out, it succeeds at once with "alembic upgrade head". */
export interface Init {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly seconds?: number;
  /** How often it fails in each pod before it succeeds. */
  readonly failures?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: readonly object[];
  readonly rest?: object;
}

/** A pod's spec for a workload of this name whose containers write to its log. */
export type PodSpec = (app: string, truthFolder: string) => object;

const truthMount = { name: 'truth', mountPath: '/truth' };

function witness(app: string, container: string): readonly object[] {
  return [
    { name: 'TRUTH', value: `/truth/${app}` },
    { name: 'CONTAINER', value: container },
    { name: 'POD_UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
  ];
}

function variables({ seconds, failures, env = {} }: Init): readonly object[] {
  return [
    ...(seconds === undefined ? [] : [{ name: 'WORK_SECONDS', value: String(seconds) }]),
    ...(failures === undefined ? [] : [{ name: 'FAILURES', value: String(failures) }]),
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
  ];
}

function initContainer(app: string, name: string, init: Init): object {
  return {
    name,
    image: init.image ?? IMAGE,
    imagePullPolicy: 'Never',
    command: init.command ?? ['alembic', 'upgrade', 'head'],
    env: [...witness(app, name), ...variables(init)],
    volumeMounts: [truthMount, ...(init.mounts ?? [])],
    ...init.rest,
  };
}

/** Settings of a pod. */
export interface PodSettings {
  /** Where it runs: a disruption of one node is not to touch what runs on another. Default the first. */
  readonly node?: string;
  readonly volumes?: readonly object[];
  readonly rest?: object;
}

const SLEEP = 'trap "exit 0" TERM; while :; do sleep 3600 & wait; done';

/** A pod with these init containers, and a main container that sleeps or does what it is told. */
export function podOf(
  init: Readonly<Record<string, Init>>,
  main: { command?: string; rest?: object } = {},
  { node = 'node-1', volumes = [], rest }: PodSettings = {},
): PodSpec {
  return (app, truthFolder) => ({
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    nodeSelector: { 'kubernetes.io/hostname': node },
    initContainers: Object.entries(init).map(([name, one]) => initContainer(app, name, one)),
    containers: [
      {
        name: 'main',
        image: IMAGE,
        imagePullPolicy: 'Never',
        command: ['sh', '-c', main.command ?? SLEEP],
        env: witness(app, 'main'),
        volumeMounts: [truthMount],
        ...main.rest,
      },
    ],
    volumes: [{ name: 'truth', hostPath: { path: truthFolder, type: 'DirectoryOrCreate' } }, ...volumes],
    ...rest,
  });
}

/** A workload of any kind with this pod template. */
export function workload(
  kind: string,
  apiVersion: string,
  app: string,
  template: object,
  rest: object = {},
): object {
  const selector = kind === 'Job' ? {} : { selector: { matchLabels: { app } } };
  return {
    apiVersion,
    kind,
    metadata: { name: app },
    spec: { ...selector, ...rest, template: { metadata: { labels: { app } }, spec: template } },
  };
}
