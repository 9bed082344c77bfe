import type { Signature } from '../../signature.ts';

const row = (given: Omit<Signature, 'category' | 'tool' | 'lock'>): Signature => ({
  category: 'Check',
  tool: '',
  lock: 'None',
  confidence: 88,
  ...given,
});

/** What migration tools do without a change to any database: they tell, compare, or write a file to begin with. */
export const migrationQuestions: readonly Signature[] = [
  row({
    id: 'probe.migration-task',
    match: {
      program: ['*'],
      any: [
        'flyway:info|flyway:validate|flywayInfo|flywayValidate|liquibase:status|liquibase:updateSQL|updateSQL',
        'schema:log|migrate-list|*:up-to-date|schema-query',
        'migration:generate|migration:create|migrate:create|migrate:make|make:migration',
      ],
    },
    examples: ['mvn flyway:info', 'npx typeorm schema:log', 'npx typeorm migration:generate x'],
    counterExamples: ['mvn flyway:migrate', 'npx typeorm schema:sync', 'php artisan migrate'],
    source:
      'https://documentation.red-gate.com/flyway; https://docs.liquibase.com; https://typeorm.io/docs/migrations',
  }),
  row({
    id: 'probe.migration-command',
    match: {
      program: [
        'aerich|piccolo|atlas|sqlx|diesel|movine|reshape|sea-orm-cli|wrangler|directus|gel|edgedb|metabase.jar|kysely',
      ],
      words: ['migrat*|schema', 'list|new|add|create|make|generate|inspect|snapshot|print|log|--name'],
    },
    examples: [
      'piccolo migrations new app --auto',
      'atlas schema inspect -u "$URL"',
      'npx wrangler d1 migrations list shop',
      'aerich migrate --name users',
    ],
    counterExamples: [
      'piccolo migrations forwards all',
      'atlas schema apply -u "$URL"',
      'npx wrangler r2 bucket create x',
    ],
    source: 'https://atlasgo.io/cli-reference; tortoise/aerich README.md; manuals of the tools',
  }),
  row({
    id: 'probe.migration-dotnet',
    match: {
      program: ['dotnet', 'dotnet-ef', 'ef'],
      words: ['migrations', 'list|script|add|bundle|has-pending-model-changes'],
    },
    examples: ['dotnet ef migrations list', 'dotnet-ef migrations script'],
    counterExamples: ['dotnet ef database update'],
    source: 'https://learn.microsoft.com/ef/core/cli/dotnet',
  }),
  row({
    id: 'probe.migration-list',
    match: { program: ['dotnet', 'dotnet-fm'], words: ['list|validate', 'migrations|processors|versions'] },
    examples: ['dotnet fm list migrations -p postgres', 'dotnet-fm validate versions'],
    counterExamples: ['dotnet fm migrate -p postgres', 'dotnet run list'],
    source: 'https://fluentmigrator.github.io/articles/runners/dotnet-fm.html',
  }),
  row({
    id: 'probe.migration-schemahero',
    match: { program: ['kubectl-schemahero'], words: ['get|describe', '*'] },
    examples: ['kubectl-schemahero get migrations', 'kubectl-schemahero describe migration x'],
    counterExamples: ['kubectl-schemahero approve migration x'],
    source: 'https://schemahero.io/docs/',
  }),
];
