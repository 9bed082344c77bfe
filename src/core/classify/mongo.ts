import type { Statements } from './statements.ts';

const METHODS =
  /\.(?:insert\w*|update\w*|delete\w*|remove\w*|drop\w*|create\w*|replaceOne|findOneAnd\w+|findAndModify|bulkWrite|save|rename\w*|grant\w+|revoke\w+|changeUserPassword|copyDatabase|cloneDatabase|cloneCollection|convertToCapped|fsync\w*|shutdownServer|set\w*Level|setLogLevel|setParameter|hideIndex|unhideIndex|reIndex|compact)\s{0,8}\(/;
const REPLICA_SET =
  /\brs\.(?!status|hello|isMaster|conf|config|print|help|secondaryOk|slaveOk|db)\w+\s{0,8}\(/;
const SHARDS = /\bsh\.(?!status|is|get|help|balancerCollectionStatus)\w+\s{0,8}\(/;
const PIPELINE_WRITES = /\$(?:out|merge)\b/;
const COMMAND = /(?:run|admin)Command\s{0,8}\(\s{0,64}\{?\s{0,64}["']?(\w{1,64})/gi;
const QUESTIONS =
  /^(?:ping|hello|ismaster|serverstatus|replsetgetstatus|replsetgetconfig|list\w+|buildinfo|connectionstatus|connpoolstats|dbstats|collstats|count|find|aggregate|distinct|get\w+|hostinfo|usersinfo|rolesinfo|whatsmyuri|currentop|explain|validate|top|features|isdbgrid|balancerstatus|dbhash|datasize)$/i;

/** What JavaScript of the MongoDB shell does. Linear in the text. */
export function ofMongo(text: string): Statements {
  if ([METHODS, REPLICA_SET, SHARDS, PIPELINE_WRITES].some((pattern) => pattern.test(text))) return 'data';
  for (const [, command = ''] of text.matchAll(COMMAND)) {
    if (!QUESTIONS.test(command)) return 'data';
  }
  if (/(?:^|[;\s])load\s{0,8}\(/.test(text)) return 'file';
  return /^\s{0,64}\$/.test(text) ? 'data' : 'read';
}
