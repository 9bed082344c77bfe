import type { ContainerSpec } from '../model/facts.ts';
import { matchesContainer } from './match.ts';
import { STORE_VARIABLES } from './signatures/storeVariables.ts';
import type { Step } from './step.ts';
import { basename, isFlag, tokens } from './words.ts';

/** Variables that lead to an API of others, or open one. */
const API_VARIABLES: readonly string[] = [
  '*URL|*_URI|*ENDPOINT*|*_ADDR|*_ADDRESS|*_SERVER|SERVER|*_SERVERS|*_HOST|*_HOSTS|HOST|*_API|*_DB|*_BROKERS|*_DOMAIN|KUBECONFIG',
  '*TOKEN*|*PASSWORD*|*_PASS|*_PWD|*API_KEY*|*APIKEY*|*CLIENT_SECRET*|*ACCESS_KEY*|*CREDENTIALS*|*USERNAME',
];
const SERVICE_ACCOUNT = [
  '/var/run/secrets/*',
  '/run/secrets/kubernetes.io*',
  '*/kubeconfig*',
  '/root/.kube*',
];

export const reachesStore = (spec: ContainerSpec): boolean =>
  matchesContainer({ env: STORE_VARIABLES }, spec);

/** Variables, credentials or addresses by which a container may call a store or an API of others. */
export const reachesOthers = (spec: ContainerSpec): boolean =>
  reachesStore(spec) ||
  matchesContainer({ env: API_VARIABLES }, spec) ||
  matchesContainer({ mount: SERVICE_ACCOUNT }, spec) ||
  spec.envFrom.some((source) => source.startsWith('secret/')) ||
  [...spec.command, ...spec.args].some(callsAddress);

/** A single word that is an address, or gives one to an option; a script is read step by step. */
const callsAddress = (word: string): boolean =>
  word.length < 512 && /^(?:--?[\w-]{1,64}=)?https?:\/\/\S+$/.test(word);

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Verbs of files as well as of stores and APIs. */
const APPLIES = setOf(
  'apply applies load loader loads set sets setup register provision provisioner install installer configure configurator reconfigure ' +
    'update updater sync syncer synchronize push create creator ensure manage manager add grant revoke rotate clean cleanup cleaner delete ' +
    'remove reset import put post send publish bootstrap enable assign join reload refresh restore deploy migrate change assure purge save store upsert enrol enroll',
);
/** What lies in stores and APIs. */
const OBJECTS = setOf(
  'user users realm realms tenant tenants acl acls role roles topic topics queue queues dashboard dashboards policy policies client clients ' +
    'org orgs organization account accounts index indices session sessions bucket buckets webhook webhooks grants tables records customers',
);
const STORES = setOf(
  'db database databases sql pg psql postgres postgresql mysql mariadb mongo mongodb redis kafka rabbitmq nats elastic elasticsearch es ' +
    'opensearch kibana grafana consul etcd vault zookeeper zk ldap keycloak minio s3 bucket cassandra clickhouse influxdb solr api server ' +
    'cluster gitlab github nexus artifactory harbor registry schema topic topics index',
);
/** Verbs and things of files alone. */
const FILES = setOf(
  'render renderer generate generator copy cp chown chmod mkdir perms permission permissions volume volumes dir dirs directory directories folder ' +
    'folders file files template templates templating envsubst write prepare download fetch pull clone git extract unpack merge conf config configs ' +
    'configuration data plugin plugins static assets storage models model binaries bin agent cert certs tls ssl keystore truststore',
);

const namesOf = (text: string): readonly string[] =>
  text
    .slice(0, 1024)
    .split(/\s+/)
    .filter((word) => !isFlag(word))
    .slice(0, 4)
    .flatMap((word) => tokens(basename(word)));

/** Does a name leave open whether files are worked on, or what a store or an API holds? */
export const mayApply = (text: string): boolean =>
  namesOf(text).some((word) => APPLIES.has(word) || OBJECTS.has(word)) ||
  /\s--?apply\b/.test(text.slice(0, 1024));

export const speaksOfObjects = (text: string): boolean => namesOf(text).some((word) => OBJECTS.has(word));

export const speaksOfFiles = (text: string): boolean => namesOf(text).some((word) => FILES.has(word));

/** `acmectl apply -f FILE`, `./load FILE`: a verb of stores and APIs, as the program or right behind it. */
export const appliesByVerb = ({ program, words }: Step): boolean =>
  VERBS.test(program.replace(/\.\w{1,5}$/, '')) ||
  words
    .slice(1)
    .filter((word) => !isFlag(word))
    .slice(0, 2)
    .some((word) => VERBS.test(word));

const VERBS =
  /^(?:apply|create|push|import|load|sync|register|delete|migrate|upload|post|put|publish|provision|seed|deploy|patch|up)(?:[-_]|$)/;

/** `write-config-to-consul`, `db-permissions`: what is changed lies in a store. */
export const speaksOfStores = (text: string): boolean => namesOf(text).some((word) => STORES.has(word));

export const writesToStore = (text: string): boolean => {
  const names = namesOf(text);
  return names.some((word, i) => /^(?:to|in|into|on|at|with)$/.test(word) && STORES.has(names[i + 1] ?? ''));
};
