import type { MigrationSignature } from '../../signature.ts';
import { asking, NOT_DOCUMENTED, row } from './row.ts';

const BUILDS = ['mvn', 'mvnw', 'gradle', 'gradlew', 'sbt'];
const FLYWAY = {
  tool: 'flyway',
  lock: 'Locks',
  lockKind: 'advisory lock on PostgreSQL, named lock on MySQL, else a lock of the history table',
  afterKill:
    'the lock ends with the session; where DDL cannot be rolled back, half of it stays until it is removed and flyway repair was run',
  losers: [
    'Number of retries exceeded while attempting to acquire PostgreSQL advisory lock.',
    'Unable to acquire MySQL named lock: ',
    'Waiting for lock on Flyway schema history table. Application may be deadlocked. Lock row may require manual removal',
  ],
  source:
    'https://documentation.red-gate.com/flyway; flyway#3391, #3124; MySQLNamedLockTemplate.java; steve#632',
} as const;
const LIQUIBASE = {
  tool: 'liquibase',
  lock: 'Locks',
  lockKind: 'a row in DATABASECHANGELOGLOCK',
  afterKill: 'the row in DATABASECHANGELOGLOCK stays locked until liquibase release-locks',
  losers: ['Waiting for changelog lock....', 'Could not acquire change log lock.  Currently locked by'],
  source:
    'liquibase StandardLockService.java; https://docs.liquibase.com/commands/home.html; spinnaker#6625; camunda#48343',
} as const;

export const jvm: readonly MigrationSignature[] = [
  row({
    ...FLYWAY,
    id: 'migration.flyway',
    match: {
      program: ['flyway'],
      any: ['migrate', 'baseline', 'repair', 'clean', 'undo'],
      asks: asking('-dryRunOutput*'),
    },
    examples: [
      'flyway -url=jdbc:postgresql://db/x migrate',
      'flyway info migrate',
      { image: 'flyway/flyway:10', args: ['-connectRetries=60', 'migrate'] },
    ],
    counterExamples: [
      'flyway info',
      'flyway validate',
      'flyway -url=x check',
      'flyway help migrate',
      'flyway -dryRunOutput=/tmp/x.sql migrate',
    ],
  }),
  row({
    ...FLYWAY,
    id: 'migration.flyway-build',
    match: {
      program: BUILDS,
      any: [
        'flyway:migrate',
        'flyway:repair',
        'flyway:clean',
        'flyway:undo',
        'flywayMigrate',
        'flywayRepair',
        '*:flywayMigrate',
        '*:flywayRepair',
      ],
    },
    examples: ['mvn -q flyway:migrate', './gradlew flywayMigrate -i', 'gradle :api:flywayMigrate'],
    counterExamples: ['mvn flyway:info', './gradlew flywayValidate', 'mvn package'],
  }),
  row({
    ...LIQUIBASE,
    id: 'migration.liquibase',
    match: {
      program: ['liquibase'],
      any: [
        'update|update-count|update-to-tag|update-one-changeset|update-testing-rollback|updateCount|updateToTag',
        'rollback|rollback-count|rollback-to-date|rollback-one-changeset|rollbackCount|rollbackToDate',
        'changelog-sync|changelog-sync-to-tag|changelogSync|clear-checksums|clearCheckSums',
        'drop-all|dropAll|migrate|release-locks|releaseLocks',
      ],
      asks: asking(),
    },
    examples: [
      'liquibase --changelog-file=db.xml update',
      { image: 'liquibase/liquibase', args: ['--url=jdbc:x', 'update'] },
      'liquibase release-locks',
    ],
    counterExamples: [
      'liquibase status',
      'liquibase validate',
      'liquibase history',
      'liquibase list-locks',
      'liquibase update-sql',
      'liquibase --changeLogFile=x updateSQL',
      'liquibase future-rollback-sql',
      'liquibase update --help',
    ],
  }),
  row({
    ...LIQUIBASE,
    id: 'migration.liquibase-build',
    match: { program: BUILDS, any: ['liquibase:update', 'liquibase:rollback', 'liquibase:dropAll'] },
    examples: ['mvn liquibase:update'],
    counterExamples: ['mvn liquibase:status', 'mvn liquibase:updateSQL'],
  }),
  row({
    id: 'migration.hibernate',
    tool: 'hibernate',
    lock: 'Unknown',
    match: { program: ['*.hbm2ddl.SchemaUpdate', '*.hbm2ddl.SchemaExport'], asks: asking() },
    examples: ['java -cp "/app/*" org.hibernate.tool.hbm2ddl.SchemaUpdate --config=/app/hibernate.cfg.xml'],
    counterExamples: ['java -cp "/app/*" org.hibernate.tool.hbm2ddl.SchemaValidator'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source: 'hibernate/hibernate-orm org/hibernate/tool/hbm2ddl/SchemaUpdate.java',
  }),
  row({
    id: 'migration.migratus',
    tool: 'migratus',
    lock: 'Locks',
    lockKind: 'a row with the id -1 in schema_migrations',
    match: { program: ['lein'], words: ['migratus', 'migrate|rollback|up|down|reset'] },
    examples: ['lein migratus migrate', 'lein with-profile prod migratus up 20260101'],
    counterExamples: ['lein migratus pending-list', 'lein migratus create users', 'lein run'],
    afterKill: 'the row with the id -1 stays in schema_migrations until it is deleted',
    losers: ['Migration reserved by another instance. Ignoring.'],
    source: 'yogthos/migratus src/migratus/core.clj',
  }),
];
