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
];
