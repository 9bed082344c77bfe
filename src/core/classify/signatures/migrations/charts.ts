import type { MigrationSignature } from '../../signature.ts';
import { asking, NOT_DOCUMENTED, row, UNRECORDED } from './row.ts';

/** Init containers of well-known charts that migrate by a script or a program of their own. */
export const charts: readonly MigrationSignature[] = [
  row({
    id: 'migration.gitea-chart',
    tool: 'gitea',
    lock: 'None',
    match: { program: ['configure_gitea.sh', 'configure_forgejo.sh'] },
    examples: [
      { image: 'docker.gitea.com/gitea:1.24.0-rootless', command: ['/usr/sbinx/configure_gitea.sh'] },
    ],
    counterExamples: [
      { image: 'docker.gitea.com/gitea:1.24.0-rootless', command: ['/usr/sbinx/config_environment.sh'] },
    ],
    afterKill: UNRECORDED,
    losers: [],
    source:
      'https://gitea.com/gitea/helm-gitea templates/gitea/init.yaml: gitea migrate, then the administrator',
  }),
  row({
    id: 'migration.flyte',
    tool: 'flyteadmin',
    lock: 'Unknown',
    match: { program: ['flyteadmin'], words: ['migrate', 'run|rollback'], asks: asking() },
    examples: ['flyteadmin --config /config/*.yaml migrate run'],
    counterExamples: ['flyteadmin --config /config/*.yaml migrate seed-projects a', 'flyteadmin serve'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source: 'flyteorg/flyte flyteadmin/cmd/entrypoints/migrate.go (gormigrate)',
  }),
  row({
    id: 'migration.zammad',
    tool: 'zammad',
    lock: 'Locks',
    lockKind: 'that of Active Record',
    match: { names: ['postgresql|postgres|database|db', 'init'], image: ['zammad', 'zammad-*'] },
    examples: [{ name: 'postgresql-init', image: 'ghcr.io/zammad/zammad:6.5.0' }],
    counterExamples: [
      { name: 'postgresql-init', image: 'acme/shop:1' },
      { name: 'web', image: 'ghcr.io/zammad/zammad:6.5.0' },
    ],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source:
      'zammad/zammad-helm templates/configmap-init.yaml: rake db:migrate, and db:seed at the first start',
  }),
  row({
    id: 'migration.nautobot-entrypoint',
    tool: 'nautobot',
    lock: 'Unknown',
    match: { names: ['nautobot', 'init'], image: ['nautobot', 'nautobot-*'] },
    examples: [
      {
        name: 'nautobot-init',
        image: 'ghcr.io/nautobot/nautobot:2.1.0',
        args: ['echo', 'Nautobot Initialization Done'],
      },
    ],
    counterExamples: [
      { name: 'nautobot', image: 'ghcr.io/nautobot/nautobot:2.1.0', args: ['nautobot-server', 'check'] },
      { name: 'nautobot-init', image: 'acme/shop:1' },
    ],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source:
      'nautobot/nautobot docker/docker-entrypoint.sh: runs nautobot-server post_upgrade before the command',
  }),
];
