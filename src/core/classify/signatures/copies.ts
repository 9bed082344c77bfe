import type { Signature } from '../signature.ts';

type Row = Omit<Signature, 'lock' | 'tool'> & { readonly tool?: string };
const row = (given: Row): Signature => ({ lock: 'None', tool: '', ...given });

/** Content of the image copied to a volume. */
export const copies: readonly Signature[] = [
  row({
    id: 'copy.image',
    category: 'CopyArtifact',
    confidence: 85,
    match: { facet: 'copy.image' },
    examples: ['cp -r /app/static/. /data/', 'cp /usr/local/bin/tool /data/'],
    counterExamples: ['cp /config/a.yaml /data/', 'cp /bin/a /opt/b'],
    source: 'Copying out of the image into a volume',
  }),
  row({
    id: 'copy.within',
    category: 'CopyArtifact',
    confidence: 55,
    minor: true,
    match: { facet: 'copy.within' },
    examples: ['cp /bin/a /opt/b', 'tar -xzf a.tgz -C /opt'],
    counterExamples: ['cp -r /app/. /data/'],
    source: 'Copied where nothing else sees it, or moved inside one volume',
  }),
  row({
    id: 'copy.itself',
    category: 'CopyArtifact',
    match: {
      program: ['entrypoint', 'argoexec', 'cp-tool', 'copy-lib.sh', 'copyutil', 'vault-env-copy', 'cpb'],
      any: ['init', 'cp', 'copy', '/*', '--copy-mode-only'],
      none: ['wait', 'emissary'],
    },
    examples: [
      '/ko-app/entrypoint init /ko-app/entrypoint /data/entrypoint',
      'sh copy-lib.sh /data',
      '/util/cpb /bundle',
    ],
    counterExamples: ['argoexec wait', 'cpb --help'],
    source:
      'tektoncd/pipeline cmd/entrypoint; argo-workflows argoexec; Datadog lib injection: the program copies itself',
  }),
  row({
    id: 'copy.static',
    category: 'CopyArtifact',
    tool: 'django',
    match: {
      program: ['manage.py', 'django-admin', 'console', 'artisan', 'rails', 'rake'],
      any: [
        'collectstatic',
        'assets:install',
        'assets:precompile',
        'storage:link',
        'vendor:publish',
        'compress',
        'compilemessages',
      ],
    },
    examples: ['python manage.py collectstatic --noinput'],
    counterExamples: ['python manage.py migrate'],
    source: 'https://docs.djangoproject.com/en/stable/ref/contrib/staticfiles/',
  }),
  row({
    id: 'copy.image-known',
    category: 'CopyArtifact',
    confidence: 75,
    match: {
      image: [
        '*-plugin-for-*',
        '*-plugin',
        '*-plugins',
        '*-install',
        '*-autoinstrumentation*',
        '*autoinstrumentation*',
        'dd-lib-*-init',
        '*-agent-init',
        '*-libs',
        'opentelemetry-*-instrumentation',
        '*-themes',
        '*-theme',
        'velero-plugin*',
        'mongodb-enterprise-init-*|mongodb-kubernetes-init-*|*-java-init|*-dotnet-init|*-python-init|*-nodejs-init|oneagent-init|pod2daemon-flexvol',
      ],
      mount: ['*'],
    },
    examples: [
      { image: 'velero/velero-plugin-for-aws:v1', mounts: ['/target emptyDir'] },
      { image: 'datadog/dd-lib-java-init:v1', mounts: ['/target emptyDir'] },
    ],
    counterExamples: [{ image: 'velero/velero:v1', mounts: ['/target emptyDir'] }],
    source: 'https://velero.io/docs/main/custom-plugins/: images that copy their content to a mounted target',
  }),
  row({
    id: 'copy.eck',
    category: 'CopyArtifact',
    match: { program: ['prepare-fs.sh'], mount: ['/mnt/elastic-internal/*'] },
    examples: [
      {
        command: ['bash', '-c', '/mnt/elastic-internal/scripts/prepare-fs.sh'],
        mounts: ['/mnt/elastic-internal/scripts configMap'],
      },
    ],
    counterExamples: [{ command: ['/scripts/prepare-fs.sh'], mounts: ['/scripts configMap'] }],
    source:
      'elastic/cloud-on-k8s pkg/controller/elasticsearch/initcontainer/prepare_fs_script.go: config, bin and plugins',
  }),
  row({
    id: 'copy.operator',
    category: 'CopyArtifact',
    confidence: 85,
    match: { program: ['init-entrypoint.sh', '*-init-entrypoint.sh'], image: ['*-operator'], mount: ['*'] },
    examples: [
      {
        image: 'percona/percona-server-mongodb-operator:1.14.0',
        command: ['/init-entrypoint.sh'],
        mounts: ['/opt/percona emptyDir'],
      },
    ],
    counterExamples: [
      {
        image: 'quay.io/stackrox-io/central-db:4.5.0',
        command: ['init-entrypoint.sh'],
        mounts: ['/data emptyDir'],
      },
    ],
    source:
      "percona/percona-server-mongodb-operator build/init-entrypoint.sh: installs the operator's scripts into a volume",
  }),
  row({
    id: 'copy.pxc',
    category: 'CopyArtifact',
    confidence: 85,
    match: {
      program: ['pxc-init-entrypoint.sh', 'ps-init-entrypoint.sh', 'psmdb-init-entrypoint.sh'],
      mount: ['*'],
    },
    examples: [{ command: ['/pxc-init-entrypoint.sh'], mounts: ['/var/lib/mysql persistentVolumeClaim'] }],
    counterExamples: [
      { command: ['/pxc-init-entrypoint.sh'], mounts: [] },
      { command: ['/pxc-entrypoint.sh'], mounts: ['/var/lib/mysql persistentVolumeClaim'] },
    ],
    source:
      "percona/percona-xtradb-cluster-operator build/pxc-init-entrypoint.sh: installs the operator's scripts",
  }),
  row({
    id: 'copy.modules',
    category: 'CopyArtifact',
    confidence: 60,
    match: {
      names: ['init|install|copy|add|load', 'module|modules|extension|extensions|addon|addons'],
      notNamed: ['kernel', 'kmod', 'wait', 'check', 'db', 'libvirt', 'driver'],
      mount: ['*modules_mount*|/modules|*/modules|*/extensions|*/addons|*/plugins'],
    },
    examples: [
      { command: ['/usr/local/bin/init_module.sh'], mounts: ['/modules_mount emptyDir'] },
      { name: 'copy-extensions', image: 'x/y', command: ['/run'], mounts: ['/data/extensions emptyDir'] },
    ],
    counterExamples: [
      { command: ['/usr/local/bin/init_module.sh'], mounts: ['/data emptyDir'] },
      { name: 'load-kernel-modules', image: 'x/y', mounts: ['/modules hostPath'] },
    ],
    source: 'kubernetes/ingress-nginx init_module.sh: the image brings one module of the main program',
  }),
  row({
    id: 'copy.manager',
    category: 'CopyArtifact',
    match: { program: ['manager'], words: ['bootstrap', '/*'] },
    examples: [
      {
        image: 'ghcr.io/cloudnative-pg/cloudnative-pg:1.24.0',
        command: ['/manager', 'bootstrap', '/controller/manager'],
        mounts: ['/controller emptyDir'],
      },
    ],
    counterExamples: [
      { image: 'ghcr.io/cloudnative-pg/cloudnative-pg:1.24.0', command: ['/manager', 'controller'] },
    ],
    source: 'cloudnative-pg/cloudnative-pg internal/cmd/manager/bootstrap: copies itself to the path',
  }),
];
