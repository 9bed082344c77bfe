import type { MigrationSignature } from '../signature.ts';
import { applications } from './migrations/applications.ts';
import { dotnet } from './migrations/dotnet.ts';
import { go } from './migrations/go.ts';
import { jvm } from './migrations/jvm.ts';
import { node } from './migrations/node.ts';
import { nodeTools } from './migrations/nodeTools.ts';
import { nosql } from './migrations/nosql.ts';
import { php } from './migrations/php.ts';
import { python } from './migrations/python.ts';
import { ruby } from './migrations/ruby.ts';
import { rust } from './migrations/rust.ts';
import { charts } from './migrations/charts.ts';
import { servers } from './migrations/servers.ts';
import { sql } from './migrations/sql.ts';
import { untold } from './migrations/untold.ts';

/** What changes the schema of a database. What knows its tool comes before what goes by its form alone. */
export const migrations: readonly MigrationSignature[] = [
  ...python,
  ...jvm,
  ...node,
  ...nodeTools,
  ...go,
  ...rust,
  ...dotnet,
  ...ruby,
  ...php,
  ...sql,
  ...nosql,
  ...applications,
  ...servers,
  ...charts,
  ...untold,
];
