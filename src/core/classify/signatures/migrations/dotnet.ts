import type { MigrationSignature } from '../../signature.ts';
import { asking, LOCK_ENDS, NOT_DOCUMENTED, ROLLED_BACK, row, UNRECORDED } from './row.ts';

/** EF Core takes a lock since version 9 only, and a command does not tell its version. */
const EF_CORE = {
  tool: 'ef-core',
  lock: 'Unknown',
  afterKill:
    'the open migration is rolled back where DDL can be; on SQLite the row in __EFMigrationsLock stays (EF Core 9)',
  losers: [
    "Violation of PRIMARY KEY constraint 'PK___EFMigrationsHistory'. Cannot insert duplicate key",
    'Acquiring an exclusive lock for migration application.',
  ],
  source:
    'https://learn.microsoft.com/ef/core/managing-schemas/migrations/applying; dotnet/EntityFramework.Docs#4828; dotnet/efcore#13569, #24233',
} as const;
const FLUENT_MIGRATOR = {
  tool: 'fluentmigrator',
  lock: 'None',
  afterKill: ROLLED_BACK,
  losers: [],
  source:
    'fluentmigrator/fluentmigrator#996, #1949, #2220 (no lock); fluentmigrator/documentation articles/migration/migration-transaction-behavior.md, articles/runners/dotnet-fm.md',
} as const;

export const dotnet: readonly MigrationSignature[] = [
  row({
    ...EF_CORE,
    id: 'migration.efcore',
    match: { program: ['dotnet', 'dotnet-ef', 'ef'], words: ['database', 'update|drop'], asks: asking('-h') },
    examples: ['dotnet ef database update', 'dotnet-ef database update --no-build'],
    counterExamples: [
      'dotnet ef migrations list',
      'dotnet ef migrations script',
      'dotnet ef database drop --dry-run',
      'dotnet build',
    ],
  }),
  row({
    ...EF_CORE,
    id: 'migration.efbundle',
    match: { program: ['efbundle'], asks: asking('-h', '--version') },
    examples: ['./efbundle --connection "$C"', '/app/efbundle.exe'],
    counterExamples: ['./efbundle --help', './efbundle --version'],
  }),
  row({
    ...FLUENT_MIGRATOR,
    id: 'migration.fluentmigrator',
    match: {
      program: ['dotnet'],
      words: ['fm', 'migrate|rollback'],
      asks: asking('--preview', '-h'),
    },
    examples: ['dotnet fm migrate -p postgres -c "$C" -a app.dll'],
    counterExamples: [
      'dotnet fm list migrations -p postgres',
      'dotnet fm migrate --preview',
      'dotnet restore',
    ],
  }),
  row({
    ...FLUENT_MIGRATOR,
    id: 'migration.fluentmigrator-tool',
    match: { program: ['dotnet-fm'], words: ['migrate|rollback'], asks: asking('--preview', '-h') },
    examples: ['dotnet-fm migrate -p sqlserver -c "$C"'],
    counterExamples: ['dotnet-fm list migrations', 'dotnet-fm migrate --preview', 'dotnet-fm migrate --help'],
  }),
  row({
    id: 'migration.dbup',
    tool: 'dbup',
    lock: 'None',
    match: { program: ['dbup', 'dbup-cli'], any: ['upgrade', 'mark-as-executed', 'drop'], asks: asking() },
    examples: ['dbup upgrade dbup.yml'],
    counterExamples: ['dbup status dbup.yml', 'dbup version', 'dbup upgrade --help'],
    afterKill: UNRECORDED,
    losers: [],
    source: 'DbUp/DbUp#358, #841 (no lock); docs/more-info/transactions.md (none by default)',
  }),
  row({
    id: 'migration.grate',
    tool: 'grate',
    lock: 'Unknown',
    match: {
      program: ['grate'],
      any: ['--connectionstring*', '-c', '-cs'],
      asks: ['--help', '-h', '--dryrun'],
    },
    examples: ['grate --connectionstring="$C" --files=/db', 'grate -c "$C" --silent'],
    counterExamples: ['grate --dryrun -c "$C"', 'grate --help'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source: 'https://erikbra.github.io/grate/configuration-options/',
  }),
  row({
    id: 'migration.roundhouse',
    tool: 'roundhouse',
    lock: 'Unknown',
    match: {
      program: ['rh'],
      any: ['--connectionstring*', '-c*', '-d*', '-s*', '--databasename*', '/d*', '/s*', '/c*'],
      asks: ['--help', '-h', '--dryrun', '/dryrun'],
    },
    examples: ['rh -d=shop -s=db --silent'],
    counterExamples: ['rh --dryrun -d=shop', 'rh --help'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source: 'https://github.com/chucknorris/roundhouse/wiki/ConfigurationOptions',
  }),
  row({
    id: 'migration.evolve',
    tool: 'evolve',
    lock: 'Locks',
    lockKind: 'lock of the database session',
    match: {
      program: ['evolve'],
      any: ['migrate', 'erase', 'repair'],
      asks: asking('info', 'validate', '-h'),
    },
    examples: ['evolve migrate postgresql -c "$C" -l /sql'],
    counterExamples: [
      'evolve info postgresql -c "$C"',
      'evolve validate postgresql -c "$C"',
      'evolve migrate --help',
    ],
    afterKill: LOCK_ENDS,
    losers: [],
    source: 'lecaillon/Evolve.Doc content/faq/_index.md; lecaillon/Evolve src/Evolve/Evolve.cs',
  }),
  row({
    id: 'migration.yuniql',
    tool: 'yuniql',
    lock: 'None',
    match: {
      program: ['yuniql'],
      any: ['run', 'apply', 'erase', 'destroy', 'rebase'],
      asks: asking('verify', 'list', '-h'),
    },
    examples: ['yuniql run', 'yuniql run -a --platform postgresql'],
    counterExamples: ['yuniql list', 'yuniql verify', 'yuniql check'],
    afterKill: ROLLED_BACK,
    losers: [],
    source:
      'rdagumampan/yuniql yuniql-core/MigrationService.cs (one transaction by default, no lock; verify rolls back)',
  }),
  row({
    id: 'migration.sqlpackage',
    tool: 'sqlpackage',
    lock: 'Unknown',
    match: {
      program: ['sqlpackage'],
      any: [
        '/action:publish',
        '/a:publish',
        '-action:publish',
        '-a:publish',
        '-Action:Publish',
        '-a:Publish',
      ],
    },
    examples: ['sqlpackage /Action:Publish /SourceFile:shop.dacpac /TargetConnectionString:"$C"'],
    counterExamples: ['sqlpackage /Action:DeployReport /SourceFile:shop.dacpac', 'sqlpackage /Action:Script'],
    afterKill: NOT_DOCUMENTED,
    losers: [],
    source: 'https://learn.microsoft.com/sql/tools/sqlpackage/sqlpackage-publish',
  }),
];
