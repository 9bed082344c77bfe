import type { Signature } from '../signature.ts';

type Row = Omit<Signature, 'lock' | 'tool'> & { readonly tool?: string };
const row = (given: Row): Signature => ({ lock: 'None', tool: '', ...given });

/** A sub-command that waits. */
const commandWait = (
  name: string,
  program: readonly string[],
  example: string,
  nearMiss: string,
): Signature =>
  row({
    id: `wait.${name}`,
    category: 'Wait',
    tool: name === 'client' ? '' : name,
    match: {
      program,
      words: ['wait|status|check|rollout|*wait*'],
      none: ['restart|undo|apply|install|upgrade|-wait=false|history|pause|resume|s3|create|put*|delete|get'],
    },
    examples: [example],
    counterExamples: [nearMiss],
    source:
      'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_wait/; https://docs.aws.amazon.com/cli/',
  });

/** Programs that wait by themselves, and loops that wait. */
export const waits: readonly Signature[] = [
  row({
    id: 'wait.tool',
    category: 'Wait',
    match: {
      program: [
        'wait-for-it',
        'wait-for-it.sh',
        'wait-for',
        'wait-for.sh',
        'wait_for*',
        'wait-for*',
        'wait4x',
        'k8s-wait-for',
        'kubernetes-entrypoint',
        'wait-on',
        'wait-port',
        'waitforit',
        'service-waiter',
        'wait4ports',
        'kubegres-wait',
        'wait-tcp',
        'waitfor',
        'wait_for_it.sh',
        'wait.sh',
        'kubewait',
        'groundnuty-wait',
        'wait-until',
        'retry_while',
        'wait_until',
      ],
      none: ['--version'],
    },
    examples: [
      './wait-for-it.sh db:5432 -t 60',
      'wait4x tcp db:5432',
      { image: 'groundnuty/k8s-wait-for:v2', args: ['job', 'migrate'] },
    ],
    counterExamples: ['nc -l 80'],
    source:
      'https://github.com/vishnubob/wait-for-it; https://github.com/groundnuty/k8s-wait-for; kubernetes-entrypoint',
  }),
  row({
    id: 'wait.dockerize',
    category: 'Wait',
    tool: 'dockerize',
    match: {
      program: ['dockerize', 'dbmate', 'atlas-wait', 'pg_isready_wait'],
      any: ['-wait', '--wait', '-wait=*', 'wait'],
      none: ['up', 'migrate'],
    },
    examples: ['dockerize -wait tcp://db:5432 -timeout 30s', 'dbmate wait'],
    counterExamples: ['dockerize -template a:b', 'dbmate --wait up'],
    source: 'https://github.com/jwilder/dockerize',
  }),
  commandWait(
    'kubectl',
    ['kubectl', 'oc'],
    'kubectl wait --for=condition=complete job/migrate',
    'kubectl get pods',
  ),
  commandWait(
    'client',
    ['helm', 'cilium', 'cmctl', 'aws', 'gcloud'],
    'aws ec2 wait instance-running',
    'helm upgrade --wait x ./chart',
  ),
  row({
    id: 'wait.airflow',
    category: 'Wait',
    tool: 'airflow',
    match: { program: ['airflow'], words: ['db', 'check-migrations|check'] },
    examples: ['airflow db check-migrations --migration-wait-timeout=60'],
    counterExamples: ['airflow db upgrade'],
    source: 'airflow-helm#213: "There are still unapplied migrations after 60 seconds"',
  }),
  row({
    id: 'wait.retry-loop',
    category: 'Wait',
    confidence: 75,
    match: { facet: 'retry', none: ['*migrate:latest'] },
    examples: ['until bin/ready; do sleep 1; done', 'while ! [ -e /done ]; do sleep 5; done'],
    counterExamples: ['for i in 1 2 3; do mkdir /data/$i; done', 'bin/ready'],
    source: 'A loop that sleeps until something holds',
  }),
  row({
    id: 'wait.sleep',
    category: 'Wait',
    minor: true,
    confidence: 55,
    match: { facet: 'sleep' },
    examples: ['sleep 30'],
    counterExamples: ['echo sleep'],
    source: 'coreutils',
  }),
  row({
    id: 'wait.code',
    category: 'Wait',
    confidence: 75,
    match: { facet: 'code.wait' },
    examples: ['python -c "import socket,time\nwhile True:\n  socket.create_connection((\'db\',5432))"'],
    counterExamples: ['python -c "print(1)"'],
    source: 'Scripts that only connect',
  }),
  row({
    id: 'wait.lock',
    category: 'Wait',
    confidence: 75,
    match: { program: ['flock', 'inotifywait', 'lockfile', 'sem', 'fswatch'], none: ['--version', '--help'] },
    examples: ['flock -w 135 9', 'inotifywait -e create /data'],
    counterExamples: ['flock --help', 'flock -w 10 /data/lock alembic upgrade head'],
    source: 'https://man7.org/linux/man-pages/man1/flock.1.html',
  }),
  row({
    id: 'wait.nvidia-dra',
    category: 'Wait',
    match: { program: ['kubelet-plugin-prestart.sh'] },
    examples: [
      {
        image: 'nvcr.io/nvidia/k8s-dra-driver-gpu:v25.8.0',
        command: ['bash', '/usr/bin/kubelet-plugin-prestart.sh'],
      },
    ],
    counterExamples: [
      { image: 'nvcr.io/nvidia/k8s-dra-driver-gpu:v25.8.0', command: ['gpu-kubelet-plugin'] },
    ],
    source:
      "NVIDIA/k8s-dra-driver-gpu hack/kubelet-plugin-prestart.sh: tries nvidia-smi of the node's driver until it runs",
  }),
  row({
    id: 'wait.node',
    category: 'Wait',
    match: {
      program: ['cloud-init', 'nm-online', 'systemd-networkd-wait-online', 'systemd-notify', 'udevadm'],
      any: ['--wait|-q|-s|-x|-t|--timeout*|--any|settle|--booted'],
    },
    examples: ['cloud-init status --wait', 'nm-online -q', 'systemd-networkd-wait-online --timeout=60'],
    counterExamples: ['cloud-init clean', 'udevadm trigger'],
    source: 'https://docs.cloud-init.io/en/latest/reference/cli.html#status',
  }),
  row({
    id: 'wait.image-known',
    category: 'Wait',
    confidence: 80,
    match: {
      image: [
        'vsecm-*init-container|aegis-*init-container|vsecm-init-container|pod-dependency-init-container|service-precheck|*wait-for*|wait4x|*-waiter',
        'kubernetes-entrypoint|k8s-await-elastic|k8s-service-wait|dependency-checker|startup-dependency|pod-wait|kube-wait',
      ],
    },
    examples: [
      { image: 'vsecm/vsecm-ist-init-container:latest' },
      { image: 'ylonkar/pod-dependency-init-container:1' },
    ],
    counterExamples: [{ image: 'vsecm/vsecm-ist-sidecar:latest' }, { image: 'x/init-container:1' }],
    source:
      'vmware-tanzu/secrets-manager: its init container ends when the secret is there; yogeshlonkar/pod-dependency-init-container',
  }),
  row({
    id: 'wait.eck-suspend',
    category: 'Wait',
    match: { program: ['suspend.sh'], mount: ['/mnt/elastic-internal/*'] },
    examples: [
      {
        command: ['bash', '-c', '/mnt/elastic-internal/scripts/suspend.sh'],
        mounts: ['/mnt/elastic-internal/scripts configMap'],
      },
    ],
    counterExamples: [{ command: ['/scripts/suspend.sh'], mounts: ['/scripts configMap'] }],
    source:
      'elastic/cloud-on-k8s pkg/controller/elasticsearch/initcontainer/suspend.go: loops while the Pod is listed as suspended',
  }),
];
