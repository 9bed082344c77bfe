import type { Example } from '../../../src/core/classify/signature.ts';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);
const script = (name: string): Omit<Exclude<Example, string>, 'env'> => ({
  command: [`/scripts/${name}.sh`],
});

/** What files of its own, certificates and programs in place are called. */
const NAMES = names(`
  setup-trust-store setup-key-store setup-data-store setup-site setup-website install-store-certs
  clean-redis-data cleanup-pod-data cleanup-stale-pod-sockets remove-redis-rdb clean-job-workspace wipe-index-files
  remove-index-file reset-db-permissions clean-db-data prune-index delete-old-db-files remove-lost-found-db
  purge-redis-aof cleanup-users-home drop-pod-capabilities reset-pods download-and-load-data chown-and-init-data
  copy-and-upgrade-agent fix-then-init-data render-and-load-data get-cert bootstrap-certs sign-cert
  label-logs topology-label-writer pod-label-reader promote join-string join-files
  elect get-node-labels deploy-war deploy-config publish-assets patch-config
  dns-config init-replica-id copy-replica-keyfile init-secondary-disk sync-replica-files setup-primary-ip
  init-primary-dir upgrade-lock upgrade-os upgrade-firmware upgrade-client openapi-schema
  graphql-schema sync-db-certs update-mysql-conf prepare-postgres-data-dir pg-conf-update setup-user-home
  make-user restore-cache populate-html restore-permissions import-keystore seed-random
  seed-peers setup-index-html minio-init-dl selinux-labeler image-labeler volume-labeler
`);

/** Beside the variables of a store, too. */
const NAMES_WITH_STORE = names(`
  init-workspace init-data ensure-data init-instance create-instance-id init-html-data
  init-data-owner init-data-perms init-data-symlink init-shared-data init-media-data
`);

const COMMANDS: readonly string[] = [
  '/scripts/copy-bin.sh /usr/bin/pg_restore /shared',
  '/scripts/copy.sh /usr/local/bin/alembic /shared',
  '/x/install.sh /opt/keycloak/bin/kcadm.sh /out',
  '/scripts/download.sh mongorestore',
  'copy-bin /usr/bin/createdb /out',
  '/scripts/link.sh /usr/bin/mysql /data',
  'flask --app app:create_app run',
  'flask --app create_app assets build',
  'python manage.py update_translations',
  'python manage.py set_permissions',
  'python manage.py create_robots_txt',
  'python manage.py load_env',
  'cert-admin init-ca',
  'cert-manage create-ca',
  'chown-init --data-dir=/data',
  '/app/x --register',
  '/app/x --inject-ca',
  '/app/x --provision',
  '/app/x --mode=migrate-config',
  '/app/x --role=migration-watcher',
  '/srv/executor -d=/data',
  'hadoop fs -rm --force /x',
  'juicefs mount --force redis://r/1 /a',
  'hdfs dfsadmin -upgrade query',
  'odoo -i base --check',
  'pd start',
  'rd run',
  'prefect config set A=b',
  'prefect work-pool inspect a',
  'kadmin.local getprinc a',
  '/app/report --git-commit abc',
];

/** Everyday containers that were once told as changes to a store or an API, and are none. */
export const NEVER_RED: readonly Example[] = [
  ...NAMES.map((name) => ({ name, image: 'acme/x' })),
  ...NAMES.map(script),
  ...NAMES_WITH_STORE.map((name) => ({ name, image: 'acme/x', env: ['DB_HOST', 'DB_PASSWORD'] })),
  ...COMMANDS,
  { name: 'sync', image: 'acme/x', env: ['INIT_ONLY'] },
  { name: 'render-tls', image: 'acme/x', env: ['SLACK_WEBHOOK_NAME'] },
  { name: 'mount-tls', image: 'acme/x', env: ['WEBHOOK_CONFIG_PATH'] },
  { name: 'labels', image: 'acme/log-labeler' },
  { name: 'metrics-labeler', image: 'acme/x' },
];
