import type { Example } from '../../../src/core/classify/signature.ts';
import type { Category } from '../../../src/core/model/names.ts';

/** Whole containers as people write them, none of them in the corpus: what, expected category, accepted ones. */
export const CONTAINERS: readonly (readonly [Category, Example, ...Category[]])[] = [
  // Migrations
  ['Migration', 'until pg_isready -h db; do sleep 1; done; alembic upgrade head'],
  [
    'Migration',
    {
      name: 'migrate',
      image: 'ghcr.io/acme/api:3',
      command: ['bundle', 'exec', 'rake', 'db:create', 'db:migrate'],
    },
  ],
  [
    'Migration',
    {
      name: 'run-migrations',
      image: 'acme/django',
      command: ['bash', '-c'],
      args: ['python manage.py collectstatic --noinput && python manage.py migrate --noinput'],
    },
  ],
  [
    'Migration',
    {
      name: 'flyway',
      image: 'flyway/flyway:10-alpine',
      args: [
        '-url=jdbc:postgresql://db/app',
        '-user=$(USER)',
        '-password=$(PASS)',
        '-connectRetries=30',
        'migrate',
      ],
    },
  ],
  [
    'Migration',
    {
      name: 'init-db',
      image: 'acme/app',
      command: ['/bin/sh', '-c', 'cd /app && npx prisma migrate deploy && npx prisma db seed'],
    },
  ],
  [
    'Migration',
    {
      name: 'migrations',
      image: 'acme/svc',
      command: ['dumb-init', '--', 'gosu', 'app', '/app/bin/server', 'migrate'],
    },
  ],
  [
    'Migration',
    {
      name: 'keycloak-db',
      image: 'liquibase/liquibase',
      args: ['--changeLogFile=/c/changelog.xml', '--url=$(U)', 'update'],
    },
  ],
  ['Migration', { name: 'dbmigrate', image: 'acme/svc', command: ['java', '-jar', '/app/migrator.jar'] }],
  [
    'Migration',
    { name: 'migrate', image: 'acme/shop', command: ['/app/bin/shop', 'eval', 'Shop.Release.migrate()'] },
  ],
  ['Migration', { name: 'migrate', image: 'acme/net', command: ['dotnet', 'Acme.DbMigrator.dll'] }],
  [
    'Migration',
    {
      name: 'kong-migrations',
      image: 'kong:3',
      command: ['/bin/bash', '-c', 'kong migrations bootstrap; kong migrations up; kong migrations finish'],
    },
  ],
  [
    'Migration',
    {
      name: 'kratos-automigrate',
      image: 'oryd/kratos:v1',
      command: ['kratos'],
      args: ['migrate', 'sql', '-e', '--yes'],
    },
  ],
  ['Migration', { name: 'db-sync', image: 'openstack/glance', command: ['/tmp/db-sync.sh'] }],
  ['Migration', 'php artisan config:cache && php artisan migrate --force'],
  ['Migration', 'for i in 1 2 3 4 5; do npx typeorm migration:run -d dist/ds.js && break; sleep 5; done'],
  ['Migration', 'goose -dir /migrations postgres "$DSN" up'],
  [
    'Migration',
    {
      name: 'migrations',
      image: 'acme/graph',
      command: ['poetry', 'run', 'python', '-m', 'flask', 'db', 'upgrade'],
    },
  ],
  [
    'Migration',
    {
      name: 'prep',
      image: 'postgres:16',
      command: ['psql', '-h', 'db', '-c', 'ALTER TABLE a ADD COLUMN b int'],
    },
  ],
  // Only asking about or waiting for migrations
  ['Wait', 'until python manage.py migrate --check; do echo waiting; sleep 2; done'],
  [
    'Wait',
    { name: 'wait-for-migrations', image: 'groundnuty/k8s-wait-for:v2.0', args: ['job', 'app-migrations-1'] },
  ],
  [
    'Check',
    { name: 'check-migrations', image: 'acme/app', command: ['npx', 'prisma', 'migrate', 'status'] },
    'Wait',
  ],
  [
    'Wait',
    {
      name: 'wait-migrations',
      image: 'acme/rails',
      command: ['bash', '-c', 'until bundle exec rake db:abort_if_pending_migrations; do sleep 3; done'],
    },
  ],
  [
    'Wait',
    {
      name: 'migrations-waiting-init',
      image: 'bitnami/kubectl',
      command: ['kubectl', 'wait', '--for=condition=complete', 'job/migrations', '--timeout=600s'],
    },
  ],
  ['Check', { name: 'info', image: 'flyway/flyway', args: ['info'] }],
  // Waits
  ['Wait', 'until nc -z postgres 5432; do sleep 2; done'],
  ['Wait', 'while ! curl -sf http://keycloak:8080/health/ready; do echo waiting; sleep 5; done'],
  [
    'Wait',
    {
      name: 'wait-for-db',
      image: 'postgres:15',
      command: ['sh', '-c', 'until psql -h $HOST -U $USER -c "select 1"; do sleep 1; done'],
    },
  ],
  [
    'Wait',
    {
      name: 'wait-for-rabbit',
      image: 'busybox',
      command: ['sh', '-c', 'for i in $(seq 1 60); do nc -z rabbitmq 5672 && exit 0; sleep 2; done; exit 1'],
    },
  ],
  [
    'Wait',
    {
      name: 'wait-for-vault',
      image: 'busybox',
      command: ['sh', '-c', 'until wget -q --spider http://vault:8200/v1/sys/health; do sleep 2; done'],
    },
  ],
  [
    'Wait',
    {
      name: 'wait-mysql',
      image: 'mysql:8',
      command: [
        'sh',
        '-c',
        'until mysqladmin ping -h mysql -u root -p$MYSQL_ROOT_PASSWORD; do sleep 2; done',
      ],
    },
  ],
  [
    'Wait',
    {
      name: 'check-db-ready',
      image: 'postgres:15',
      command: ['sh', '-c', 'until pg_isready -h pg -p 5432; do echo waiting; sleep 2; done;'],
    },
  ],
  [
    'Wait',
    {
      name: 'wait',
      image: 'bitnami/kubectl',
      command: [
        'sh',
        '-c',
        'while [ "$(kubectl get job x -o jsonpath={.status.succeeded})" != "1" ]; do sleep 5; done',
      ],
    },
  ],
  [
    'Wait',
    {
      name: 'init-kafka',
      image: 'confluentinc/cp-kafka',
      command: ['sh', '-c', 'until kafka-topics --bootstrap-server kafka:9092 --list; do sleep 2; done'],
    },
  ],
  [
    'Wait',
    {
      name: 'wait-for-es',
      image: 'curlimages/curl',
      command: [
        'sh',
        '-c',
        'while [[ "$(curl -s -o /dev/null -w \'%{http_code}\' http://es:9200)" != "200" ]]; do sleep 1; done',
      ],
    },
  ],
  [
    'Wait',
    {
      name: 'wait-for-services',
      image: 'acme/py',
      command: [
        'python',
        '-c',
        'import socket, time\nwhile True:\n  try:\n    socket.create_connection(("db", 5432)); break\n  except OSError: time.sleep(1)',
      ],
    },
  ],
  [
    'Wait',
    {
      name: 'wait-redis',
      image: 'redis',
      command: ['sh', '-c', 'until redis-cli -h redis ping | grep PONG; do sleep 1; done'],
    },
  ],
  ['Wait', './wait-for-it.sh db:5432 --timeout=60 --strict -- echo up'],
  // Seeds
  [
    'Seed',
    {
      name: 'create-topics',
      image: 'bitnami/kafka',
      command: ['sh', '-c', 'kafka-topics.sh --create --if-not-exists --topic a --bootstrap-server k:9092'],
    },
  ],
  [
    'Seed',
    {
      name: 'create-bucket',
      image: 'minio/mc',
      command: [
        'sh',
        '-c',
        'until mc alias set m http://minio:9000 $U $P; do sleep 1; done; mc mb -p m/data',
      ],
    },
  ],
  [
    'Seed',
    {
      name: 'init-db',
      image: 'postgres:15',
      command: [
        'sh',
        '-c',
        'psql -h db -tc "SELECT 1 FROM pg_database WHERE datname = \'a\'" | grep -q 1 || psql -h db -c "CREATE DATABASE a"',
      ],
    },
  ],
  ['Seed', { name: 'seed', image: 'acme/app', command: ['npm', 'run', 'seed'] }],
  [
    'Seed',
    {
      name: 'load-fixtures',
      image: 'acme/app',
      command: ['python', 'manage.py', 'loaddata', 'initial.json'],
    },
  ],
  [
    'Seed',
    {
      name: 'superuser',
      image: 'acme/app',
      command: ['sh', '-c', 'python manage.py createsuperuser --noinput || true'],
    },
  ],
  [
    'Seed',
    {
      name: 'init-mongo',
      image: 'mongo',
      command: ['bash', '-c', 'mongosh --host m --eval "rs.initiate()"'],
    },
  ],
  [
    'Seed',
    {
      name: 'importer',
      image: 'mysql:8',
      command: ['sh', '-c', 'mysql -h db -u root -p$P app < /docker-entrypoint-initdb.d/dump.sql'],
    },
  ],
  [
    'Seed',
    {
      name: 'create-user',
      image: 'rabbitmq',
      command: ['rabbitmqadmin', '-H', 'r', 'declare', 'queue', 'name=a'],
    },
  ],
  [
    'Seed',
    {
      name: 'init-db',
      image: 'ghcr.io/onedr0p/postgres-init:16',
      env: ['INIT_POSTGRES_HOST', 'INIT_POSTGRES_DBNAME', 'INIT_POSTGRES_SUPER_PASS'],
    },
  ],
  // External calls
  [
    'ExternalCall',
    {
      name: 'label-node',
      image: 'bitnami/kubectl',
      command: ['sh', '-c', 'kubectl label node $NODE a=b --overwrite'],
    },
  ],
  [
    'ExternalCall',
    {
      name: 'register',
      image: 'gitlab/gitlab-runner',
      command: ['gitlab-runner', 'register', '--non-interactive', '--url', 'https://gitlab.example'],
    },
  ],
  [
    'ExternalCall',
    {
      name: 'es-template',
      image: 'curlimages/curl',
      command: [
        'sh',
        '-c',
        'curl -XPUT -H "Content-Type: application/json" http://es:9200/_index_template/a -d @/config/t.json',
      ],
    },
    'Seed',
  ],
  [
    'ExternalCall',
    { name: 'upload', image: 'amazon/aws-cli', args: ['s3', 'cp', '/data/a.txt', 's3://bucket/a.txt'] },
  ],
  [
    'ExternalCall',
    {
      name: 'assoc-eip',
      image: 'amazon/aws-cli',
      command: ['aws', 'ec2', 'associate-address', '--instance-id', 'i'],
    },
  ],
  [
    'ExternalCall',
    {
      name: 'slack',
      image: 'curlimages/curl',
      command: ['curl', '-X', 'POST', '--data', '{"text":"starting"}', 'https://hooks.slack.com/x'],
    },
  ],
  [
    'ExternalCall',
    {
      name: 'tf',
      image: 'hashicorp/terraform',
      command: ['sh', '-c', 'terraform init && terraform apply -auto-approve'],
    },
  ],
  // Downloads
  [
    'Download',
    {
      name: 'fetch-model',
      image: 'python:3',
      command: [
        'sh',
        '-c',
        'pip install huggingface_hub && huggingface-cli download meta/llama --local-dir /data',
      ],
      mounts: ['/data emptyDir'],
    },
  ],
  [
    'Download',
    {
      name: 'install-plugins',
      image: 'jenkins/jenkins',
      command: ['sh', '-c', 'jenkins-plugin-cli -f /config/plugins.txt -d /data'],
    },
  ],
  [
    'Download',
    {
      name: 'git-clone',
      image: 'alpine/git',
      args: ['clone', '--depth=1', 'https://github.com/a/b', '/data'],
    },
  ],
  [
    'Download',
    {
      name: 'get-jars',
      image: 'busybox',
      command: ['wget', 'https://repo1.maven.org/a.jar', '-O', '/data/a.jar'],
    },
  ],
  ['Download', { name: 's3', image: 'amazon/aws-cli', args: ['s3', 'sync', 's3://models/a', '/data'] }],
  ['Download', { name: 'npm', image: 'node:20', command: ['sh', '-c', 'cd /data && npm ci --omit=dev'] }],
  [
    'Download',
    {
      name: 'dags',
      image: 'registry.k8s.io/git-sync/git-sync:v4.2.3',
      env: ['GITSYNC_REPO', 'GITSYNC_ONE_TIME'],
    },
  ],
  [
    'Download',
    {
      name: 'otel-agent',
      image: 'curlimages/curl',
      command: ['curl', '-sSLo', '/data/agent.jar', 'https://github.com/x/agent.jar'],
    },
  ],
  ['Download', { name: 'geoip', image: 'maxmindinc/geoipupdate', env: ['GEOIPUPDATE_LICENSE_KEY'] }],
  // Configuration
  [
    'ConfigRender',
    {
      name: 'render',
      image: 'bhgedigital/envsubst',
      command: ['sh', '-c', 'envsubst < /config/app.tpl > /data/app.yaml'],
    },
  ],
  [
    'ConfigRender',
    {
      name: 'copy-config',
      image: 'busybox',
      command: ['sh', '-c', 'cp /config/* /data/ && chown -R 1000 /data'],
    },
  ],
  [
    'ConfigRender',
    {
      name: 'init-config',
      image: 'redis',
      command: [
        'bash',
        '-c',
        'set -ex\n[[ `hostname` =~ -([0-9]+)$ ]] || exit 1\nif [[ ${BASH_REMATCH[1]} -eq 0 ]]; then cp /config/master.conf /data/redis.conf; else cp /config/replica.conf /data/redis.conf; fi',
      ],
    },
  ],
  [
    'ConfigRender',
    {
      name: 'gen-certs',
      image: 'alpine/openssl',
      command: [
        'sh',
        '-c',
        'openssl req -x509 -nodes -newkey rsa:2048 -keyout /data/k.pem -out /data/c.pem -subj /CN=x',
      ],
    },
  ],
  ['ConfigRender', 'sed -i "s/HOST/$HOSTNAME/" /data/app.conf'],
  ['ConfigRender', 'cat > /data/my.cnf <<EOF\n[mysqld]\nserver-id=$ID\nEOF'],
  [
    'ConfigRender',
    {
      name: 'truststore',
      image: 'eclipse-temurin',
      command: [
        'sh',
        '-c',
        'keytool -import -noprompt -file /config/ca.crt -keystore /data/trust.jks -storepass changeit',
      ],
    },
  ],
  [
    'ConfigRender',
    {
      name: 'init-config-reloader',
      image: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.75',
      args: ['--watch-interval=0', '--config-file=/etc/p.yml', '--config-envsubst-file=/etc/out/p.yml'],
    },
  ],
  // Secrets
  [
    'SecretFetch',
    {
      name: 'vault-agent-init',
      image: 'hashicorp/vault:1.15',
      command: ['/bin/sh', '-ec'],
      args: [
        'echo ${VAULT_CONFIG?} | base64 -d > /home/vault/config.json && vault agent -config=/home/vault/config.json',
      ],
      mounts: ['/home/vault emptyDir', '/vault/secrets emptyDir'],
    },
  ],
  [
    'SecretFetch',
    {
      name: 'get-secrets',
      image: 'amazon/aws-cli',
      command: [
        'sh',
        '-c',
        'aws secretsmanager get-secret-value --secret-id app --query SecretString --output text > /data/secret.json',
      ],
    },
  ],
  [
    'SecretFetch',
    {
      name: 'copy-vault-env',
      image: 'ghcr.io/bank-vaults/vault-env:v1',
      command: ['sh', '-c', 'cp /usr/local/bin/vault-env /data/'],
    },
    'CopyArtifact',
  ],
  // Permissions
  [
    'Permissions',
    {
      name: 'volume-permissions',
      image: 'bitnami/os-shell',
      command: [
        '/bin/bash',
        '-ec',
        'mkdir -p "/data/pg"\nchmod 700 "/data/pg"\nfind "/data" -mindepth 1 -maxdepth 1 -not -name ".snapshot" | xargs -r chown -R 1001:1001',
      ],
    },
  ],
  ['Permissions', { name: 'fix', image: 'busybox', command: ['chown', '-R', '65534:65534', '/data'] }],
  ['Permissions', 'rm -rf /data/lost+found /data/*.pid'],
  [
    'Permissions',
    { name: 'create-dirs', image: 'busybox', command: ['install', '-d', '-o', '1000', '/data/a'] },
  ],
  // Kernel
  [
    'Kernel',
    {
      name: 'init-sysctl',
      image: 'busybox',
      command: ['sh', '-c', 'sysctl -w net.core.somaxconn=65535 && ulimit -n 65536'],
      privileged: true,
    },
  ],
  [
    'Kernel',
    {
      name: 'disable-thp',
      image: 'busybox',
      command: ['sh', '-c', 'echo never > /host-sys/kernel/mm/transparent_hugepage/enabled'],
      mounts: ['/host-sys hostPath'],
      privileged: true,
    },
  ],
  [
    'Kernel',
    {
      name: 'install-cni',
      image: 'flannel/flannel',
      command: ['cp'],
      args: ['-f', '/etc/kube-flannel/cni-conf.json', '/etc/cni/net.d/10-flannel.conflist'],
      mounts: ['/etc/cni/net.d hostPath', '/etc/kube-flannel/ configMap'],
    },
  ],
  [
    'Kernel',
    {
      name: 'linkerd-init',
      image: 'cr.l5d.io/linkerd/proxy-init:v2.4',
      args: ['--incoming-proxy-port', '4143'],
    },
  ],
  [
    'Kernel',
    {
      name: 'mount-cgroup',
      image: 'quay.io/cilium/cilium',
      command: [
        'sh',
        '-ec',
        'cp /usr/bin/cilium-mount /hostbin/cilium-mount;\nnsenter --cgroup=/hostproc/1/ns/cgroup --mount=/hostproc/1/ns/mnt "${BIN_PATH}/cilium-mount" $CGROUP_ROOT;\nrm /hostbin/cilium-mount',
      ],
      mounts: ['/hostproc hostPath', '/hostbin hostPath'],
    },
  ],
  ['Kernel', { name: 'istio-init', image: 'istio/proxyv2', args: ['istio-iptables', '-p', '15001'] }],
  [
    'Kernel',
    {
      name: 'falco-driver-loader',
      image: 'falcosecurity/falco-driver-loader:0.38',
      privileged: true,
      mounts: ['/host/boot hostPath', '/host/lib/modules hostPath'],
    },
  ],
  // Copying
  [
    'CopyArtifact',
    { name: 'copy-static', image: 'acme/web', command: ['sh', '-c', 'cp -R /app/public/. /data/'] },
  ],
  [
    'CopyArtifact',
    {
      name: 'opentelemetry-auto-instrumentation-java',
      image: 'ghcr.io/open-telemetry/autoinstrumentation-java:2',
      command: ['cp', '/javaagent.jar', '/data/javaagent.jar'],
    },
  ],
  [
    'CopyArtifact',
    {
      name: 'velero-plugin-for-gcp',
      image: 'velero/velero-plugin-for-gcp:v1.9',
      mounts: ['/target emptyDir'],
    },
  ],
  [
    'CopyArtifact',
    {
      name: 'copyutil',
      image: 'quay.io/argoproj/argocd:v2',
      command: ['/bin/cp', '-n', '/usr/local/bin/argocd', '/data/argocd-cmp-server'],
    },
  ],
  // Checks
  [
    'Check',
    {
      name: 'check-config',
      image: 'prom/prometheus',
      command: ['promtool', 'check', 'config', '/config/p.yml'],
    },
  ],
  [
    'Check',
    {
      name: 'verify-env',
      image: 'busybox',
      command: ['sh', '-ec', '[ -n "$LICENSE" ] || { echo missing; exit 1; }'],
    },
  ],
  [
    'Check',
    {
      name: 'linkerd-network-validator',
      image: 'cr.l5d.io/linkerd/proxy:x',
      command: ['/usr/lib/linkerd/linkerd2-network-validator'],
    },
  ],
  // Nobody can know
  ['Unknown', { name: 'init', image: 'acme/app:1' }],
  ['Unknown', { name: 'setup', image: 'acme/app:1', command: ['/opt/entry', '--go'] }],
  [
    'Unknown',
    { name: 'main', image: 'acme/app:1', command: ['sh', '-c', 'chown -R 1000 /data && /opt/acme/thing'] },
  ],
  // As charts and operators write them
  [
    'ConfigRender',
    {
      name: 'configure',
      image: 'registry.gitlab.com/gitlab-base',
      command: ['sh', '/config/configure'],
      mounts: ['/config configMap', '/init-config projected', '/srv emptyDir'],
    },
  ],
  ['Wait', { name: 'dependencies', image: 'gitlab-webservice', args: ['/scripts/wait-for-deps'] }],
  [
    'Permissions',
    {
      name: 'data-permissions-ensurer',
      image: 'goharbor/harbor-db',
      command: ['/bin/sh', '-c', 'chmod -R 700 /var/lib/postgresql/data/pgdata || true'],
    },
  ],
  [
    'Wait',
    {
      name: 'postgresql-isready',
      image: 'bitnami/postgresql',
      command: ['sh', '-c', 'until pg_isready -h ${POSTGRES_HOST} -U ${POSTGRES_USER} ; do sleep 2 ; done'],
    },
  ],
  [
    'CopyArtifact',
    {
      name: 'init',
      image: 'quay.io/argoproj/argoexec:v3',
      command: ['argoexec', 'init', '--loglevel', 'info'],
    },
    'Download',
    'Unknown',
  ],
  [
    'CopyArtifact',
    {
      name: 'prepare',
      image: 'gcr.io/tekton/entrypoint',
      command: ['/ko-app/entrypoint', 'init', '/ko-app/entrypoint', '/tekton/bin/entrypoint'],
      mounts: ['/tekton/bin emptyDir'],
    },
  ],
  [
    'Permissions',
    {
      name: 'elastic-internal-init-filesystem',
      image: 'elasticsearch:8',
      command: ['bash', '-c', '/mnt/elastic-internal/scripts/prepare-fs.sh'],
      mounts: ['/mnt/elastic-internal/scripts configMap', '/x emptyDir'],
    },
    'CopyArtifact',
    'Unknown',
  ],
  [
    'ConfigRender',
    {
      name: 'kafka-init',
      image: 'quay.io/strimzi/kafka',
      command: ['/opt/strimzi/bin/kafka_init_run.sh'],
      env: ['NODE_NAME', 'INIT_FOLDER'],
    },
    'Unknown',
  ],
  [
    'Permissions',
    {
      name: 'chown-container-data-dir',
      image: 'ceph',
      command: ['chown'],
      args: ['--verbose', '--recursive', 'ceph:ceph', '/var/log/ceph', '/data'],
    },
  ],
  [
    'Kernel',
    {
      name: 'activate',
      image: 'ceph',
      command: [
        '/bin/bash',
        '-c',
        'set -ex\nceph-volume raw activate --device "$DEV" --no-systemd --no-tmpfs',
      ],
      privileged: true,
      mounts: ['/dev hostPath'],
    },
    'Unknown',
  ],
  [
    'Kernel',
    {
      name: 'blkdevmapper',
      image: 'ceph',
      command: ['/bin/bash', '-c', 'set -xe\nPVC_SOURCE=/dev/x\nmknod --mode=0660 /mnt/b b 8 1'],
      privileged: true,
    },
  ],
  [
    'Wait',
    {
      name: 'wait-longhorn-manager',
      image: 'longhorn',
      command: [
        'sh',
        '-c',
        'while [ $(curl -m 1 -s -o /dev/null -w "%{http_code}" http://longhorn-backend:9500/v1) != "200" ]; do echo waiting; sleep 2; done',
      ],
    },
  ],
  [
    'ConfigRender',
    {
      name: 'cp-frr-files',
      image: 'frr',
      command: ['/bin/sh', '-c', '/bin/cp -rLf /tmp/frr/* /etc/frr/'],
      mounts: ['/tmp/frr configMap', '/etc/frr emptyDir'],
    },
  ],
  [
    'ConfigRender',
    { name: 'config', image: 'cilium', command: ['cilium', 'build-config'], mounts: ['/tmp emptyDir'] },
  ],
  [
    'Kernel',
    {
      name: 'apply-sysctl-overwrites',
      image: 'cilium',
      command: [
        'sh',
        '-ec',
        'cp /usr/bin/cilium-sysctlfix /hostbin/x; nsenter --mount=/hostproc/1/ns/mnt "/x/cilium-sysctlfix"; rm /hostbin/x',
      ],
      mounts: ['/hostproc hostPath', '/hostbin hostPath'],
    },
  ],
  [
    'Kernel',
    {
      name: 'clean-cilium-state',
      image: 'cilium',
      command: ['/init-container.sh'],
      privileged: true,
      mounts: ['/sys/fs/bpf hostPath'],
    },
    'Permissions',
  ],
  [
    'Kernel',
    {
      name: 'install-cni-binaries',
      image: 'cilium',
      command: ['/install-plugin.sh'],
      mounts: ['/host/opt/cni/bin hostPath'],
    },
  ],
  [
    'Kernel',
    {
      name: 'mount-bpf-fs',
      image: 'cilium',
      args: ["mount | grep '/sys/fs/bpf type bpf' || mount -t bpf bpf /sys/fs/bpf"],
      command: ['/bin/bash', '-c', '--'],
      privileged: true,
    },
  ],
  [
    'Migration',
    {
      name: 'run-airflow-migrations',
      image: 'apache/airflow',
      args: ['bash', '-c', 'exec \\\nairflow db upgrade'],
    },
  ],
  [
    'Download',
    { name: 'git-sync-init', image: 'registry.k8s.io/git-sync/git-sync:v4', env: ['GIT_SYNC_REPO'] },
  ],
  [
    'ConfigRender',
    { name: 'generate-certificate', image: 'nginx', command: ['openssl', 'req', '-x509', '-out', '/data/c'] },
  ],
  [
    'CopyArtifact',
    {
      name: 'pxc-init',
      image: 'percona/percona-xtradb-cluster-operator:1.14',
      command: ['/pxc-init-entrypoint.sh'],
      mounts: ['/var/lib/mysql pvc'],
    },
    'Unknown',
  ],
  [
    'CopyArtifact',
    {
      name: 'prepare-write-dirs',
      image: 'bitnami/keycloak',
      command: ['/bin/bash'],
      args: [
        '-ec',
        '. /opt/bitnami/scripts/liblog.sh\n\ninfo "Copying writable dirs to empty dir"\nif ! is_dir_empty /opt/bitnami/keycloak/conf; then cp -r --preserve=mode /opt/bitnami/keycloak/lib/quarkus /emptydir/app-quarkus-dir; fi\ninfo "done"',
      ],
      mounts: ['/emptydir emptyDir'],
    },
  ],
  [
    'Wait',
    {
      name: 'wait-for-backend',
      image: 'bitnami/x',
      command: ['/bin/bash', '-ec', '. /opt/bitnami/scripts/libnet.sh\nretry_while "check_db" 30 5'],
    },
  ],
  [
    'Wait',
    {
      name: 'init-wait-vault',
      image: 'busybox',
      command: ['sh', '-c', 'echo "waiting"; until nslookup vault; do sleep 5; done'],
    },
  ],
  [
    'Migration',
    { name: 'migration', image: 'harbor.x/service:1', command: ['./service'], args: ['migrate', 'up'] },
  ],
  [
    'Migration',
    {
      name: 'x',
      image: 'acme',
      command: ['/bin/sh'],
      args: ['-c', './manage.py migrate && ./manage.py collectstatic --noinput'],
    },
  ],
  ['Seed', { name: 'db-init', image: 'acme/api', command: ['python', 'init_db.py'] }, 'Migration'],
  [
    'Download',
    {
      name: 'download-model',
      image: 'busybox',
      command: ['sh', '-c', 'if [ ! -f /data/m.bin ]; then wget -O /data/m.bin https://x/m.bin; fi'],
    },
  ],
  [
    'Download',
    {
      name: 'plugins',
      image: 'grafana/grafana',
      command: ['sh', '-c', 'grafana-cli --pluginsDir /data plugins install x'],
    },
  ],
  [
    'CopyArtifact',
    {
      name: 'theme-provider',
      image: 'acme/keycloak-theme',
      command: ['sh', '-c', 'echo "Copying theme..."; cp -R /theme/* /data'],
    },
  ],
  [
    'ConfigRender',
    {
      name: 'init-mysql',
      image: 'mysql:8',
      command: [
        'bash',
        '-c',
        '[[ $HOSTNAME =~ -([0-9]+)$ ]] || exit 1\nordinal=${BASH_REMATCH[1]}\necho [mysqld] > /data/server-id.cnf\necho server-id=$((100 + $ordinal)) >> /data/server-id.cnf',
      ],
    },
  ],
  ['Wait', { name: 'check-db', image: 'acme', command: ['python', 'manage.py', 'wait_for_db'] }],
  ['Wait', { name: 'x', image: 'jwilder/dockerize', args: ['-wait', 'tcp://db:5432'] }],
  ['Wait', { name: 'x', image: 'atkrad/wait4x', args: ['postgresql', 'postgres://u:p@db/x'] }],
  [
    'Wait',
    { name: 'mc', image: 'minio/mc', command: ['sh', '-c', 'until mc ready local; do sleep 1; done'] },
  ],
  [
    'Seed',
    {
      name: 'rs-init',
      image: 'mongo',
      command: ['sh', '-c', 'mongo --host m0 --eval "rs.initiate({_id:\'rs0\'})"'],
    },
  ],
  ['Migration', { name: 'zitadel-setup', image: 'zitadel/zitadel', args: ['setup', '--masterkeyFromEnv'] }],
  ['Migration', { name: 'zitadel-init', image: 'zitadel/zitadel', args: ['init'] }, 'Seed'],
  ['Migration', { name: 'openfga-migrate', image: 'openfga/openfga', args: ['migrate'] }],
  ['Migration', { name: 'migrate-db', image: 'n8n', command: ['n8n', 'db:migrate'] }],
  ['Migration', { name: 'upgrade', image: 'mattermost', command: ['mattermost', 'db', 'migrate'] }],
  [
    'Kernel',
    {
      name: 'increase-vm-max-map',
      image: 'busybox',
      command: ['sysctl', '-w', 'vm.max_map_count=262144'],
      privileged: true,
    },
  ],
  [
    'Kernel',
    {
      name: 'increase-fd-ulimit',
      image: 'busybox',
      command: ['sh', '-c', 'ulimit -n 65536'],
      privileged: true,
    },
  ],
  [
    'Kernel',
    {
      name: 'nvidia-driver',
      image: 'nvcr.io/nvidia/driver',
      privileged: true,
      args: ['init'],
      mounts: ['/run/nvidia hostPath'],
    },
  ],
  [
    'Check',
    {
      name: 'toolkit-validation',
      image: 'gpu-operator-validator',
      command: ['sh', '-c'],
      args: [
        'until [ -f /run/nvidia/validations/toolkit-ready ]; do echo waiting for nvidia container stack to be setup; sleep 5; done',
      ],
    },
    'Wait',
  ],
  [
    'SecretFetch',
    { name: 'secrets-init', image: 'acme/secrets-init', args: ['--provider=aws', 'cp', '/data'] },
  ],
  [
    'SecretFetch',
    {
      name: 'get-creds',
      image: 'google/cloud-sdk',
      command: ['sh', '-c', 'gcloud secrets versions access latest --secret=x > /data/x'],
    },
  ],
  [
    'ExternalCall',
    {
      name: 'wait-and-patch',
      image: 'bitnami/kubectl',
      command: ['sh', '-c', 'kubectl wait --for=condition=ready pod/x; kubectl patch svc x -p "{}"'],
    },
  ],
  [
    'ExternalCall',
    {
      name: 'create-cert',
      image: 'ingress-nginx/kube-webhook-certgen',
      args: ['create', '--host=x', '--secret-name=y'],
    },
  ],
  [
    'ConfigRender',
    {
      name: 'copy-default-config',
      image: 'otel',
      command: ['cp', '/opt/conf/default.yaml', '/data/config.yaml'],
    },
    'CopyArtifact',
  ],
  [
    'Permissions',
    {
      name: 'init-data-dir',
      image: 'busybox',
      command: ['sh', '-c', 'mkdir -p /data/{a,b} && chmod 777 /data && rm -rf /data/tmp'],
    },
  ],
  [
    'CopyArtifact',
    {
      name: 'copy-agent',
      image: 'elastic/apm-agent-java',
      command: ['cp', '-v', '/usr/agent/elastic-apm-agent.jar', '/data'],
    },
  ],
  [
    'CopyArtifact',
    {
      name: 'dd-lib-init',
      image: 'gcr.io/datadoghq/dd-lib-java-init:v1',
      command: ['sh', 'copy-lib.sh', '/data'],
    },
  ],
  ['Migration', { name: 'migrate', image: 'acme', command: ['/app/migrate'] }],
  [
    'Migration',
    {
      name: 'schema',
      image: 'acme/clickhouse',
      command: ['sh', '-c', 'clickhouse-client -h ch --multiquery < /schema/001_create_tables.sql'],
    },
  ],
  [
    'Migration',
    {
      name: 'es',
      image: 'acme',
      command: ['sh', '-c', 'mysql -h db -e "CREATE TABLE IF NOT EXISTS a (id INT)"'],
    },
    'Seed',
  ],
  [
    'Wait',
    {
      name: 'service-precheck',
      image: 'busybox',
      command: ['sh', '-c', 'while true; do wget -q -O- http://svc/health && break; sleep 5; done'],
    },
  ],
  [
    'Check',
    { name: 'validate', image: 'acme', command: ['sh', '-c', 'curl -f http://svc/health || exit 1'] },
    'Wait',
  ],
  ['Wait', { name: 'x', image: 'ghcr.io/patrickdappollonio/wait-for:v1', args: ['--host', 'db:5432'] }],
  ['Migration', { name: 'rails', image: 'acme', command: ['bin/rails'], args: ['db:prepare'] }],
  [
    'Migration',
    { name: 'rails', image: 'acme', command: ['bundle', 'exec', 'rails', 'db:migrate', 'db:seed'] },
  ],
  [
    'ConfigRender',
    { name: 'cfg', image: 'hairyhenderson/gomplate', args: ['-f', '/config/t', '-o', '/data/x'] },
  ],
  [
    'Migration',
    { name: 'django', image: 'acme', command: ['sh', '-c', 'python3 /app/manage.py migrate --fake-initial'] },
  ],
  [
    'Wait',
    {
      name: 'x',
      image: 'acme',
      command: [
        'sh',
        '-c',
        'timeout 300 bash -c "until printf \\"\\" 2>>/dev/null >>/dev/tcp/db/5432; do sleep 1; done"',
      ],
    },
  ],
  [
    'Wait',
    { name: 'x', image: 'acme', command: ['bash', '-c', 'while ! </dev/tcp/db/5432; do sleep 1; done'] },
  ],
  [
    'Wait',
    {
      name: 'x',
      image: 'bitnami/kubectl',
      command: ['sh', '-c', 'until kubectl get crd foo; do sleep 1; done'],
    },
  ],
  [
    'ExternalCall',
    {
      name: 'x',
      image: 'acme',
      command: [
        'bash',
        '-c',
        'TOKEN=$(curl -s -X POST http://auth/token); curl -H "Authorization: Bearer $TOKEN" -X PUT http://api/realm',
      ],
    },
  ],
];
