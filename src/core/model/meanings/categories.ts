import type { Category } from '../names.ts';

export interface CategoryMeaning {
  readonly means: string;
  /** What it confesses; `{tool}` stands for the tool, or for a general word where none is known. */
  readonly confession: string;
  readonly remedy: string;
  readonly general: string;
}

/** What init containers do, what each kind confesses, and what to do instead. */
export const CATEGORY_MEANINGS: Readonly<Record<Category, CategoryMeaning>> = {
  Migration: {
    means: 'It changes the schema of a database, or runs the data migrations of an application.',
    general: 'its migration tool',
    confession:
      'It changes the database schema with {tool} whenever a pod is made or set up again, so releasing the schema has become a side effect of starting a pod.',
    remedy:
      'Run the migration once per release, from a Job or a deployment hook, with a lock and in steps that may safely be repeated, since a Job can run twice too.',
  },
  Seed: {
    means:
      'It creates or loads data in a store: databases, tables, users, buckets, topics, indexes, fixtures.',
    general: 'a start-up script',
    confession:
      'It puts data into a store with {tool} whenever a pod is made or set up again, as if every start were the first.',
    remedy: 'Seed from a Job that runs once, and write it so that a second run changes nothing.',
  },
  ExternalCall: {
    means:
      'It changes something outside of the pod: objects of the cluster, a registration, an upload, or data on a volume that outlives it.',
    general: 'an API call',
    confession:
      'It changes something outside of the pod with {tool} whenever a pod is made or set up again, so restarts are seen by others.',
    remedy: 'Make the change from a Job, a controller or the release pipeline, and make it idempotent.',
  },
  Download: {
    means: 'It fetches files over the network: programs, plugins, packages, repositories, models.',
    general: 'a download',
    confession:
      'The image does not contain what the application needs, so {tool} fetches it at every start and the pod cannot start without the network.',
    remedy:
      'Bake the files into the image, mount them as an image volume, or keep them on a volume that outlives the pod.',
  },
  ConfigRender: {
    means: 'It copies or renders configuration, templates, certificates or keys into a volume.',
    general: 'a script',
    confession:
      'The application cannot read its configuration as the cluster hands it over, so {tool} rewrites it at every start.',
    remedy:
      'Mount the ConfigMap or Secret where the application reads it, or let the application expand environment variables itself.',
  },
  SecretFetch: {
    means: 'It logs in to a secret manager and writes what it is given to a volume.',
    general: 'a secret client',
    confession:
      'The application wants its secrets as files and cannot ask for them, so {tool} fetches them first.',
    remedy:
      'This is a fair use; a CSI secret store or synchronised Secrets would also renew them while the pod runs.',
  },
  Wait: {
    means:
      'It waits for something else: a port, a name, a database, another pod, the migrations of somebody else.',
    general: 'a waiting loop',
    confession:
      'The application cannot bear the absence of something it depends on at start, so {tool} waits in its place.',
    remedy:
      'Let the application retry with a backoff and report not-ready through its readiness probe; keep the wait only for software you cannot change.',
  },
  Permissions: {
    means: 'It sets owners and modes on volumes, makes folders or cleans up.',
    general: 'a shell',
    confession:
      'The volume does not arrive with the owner or the folders that the application expects, so it is put in order first.',
    remedy:
      'This is a fair use; try securityContext.fsGroup with fsGroupChangePolicy OnRootMismatch before it.',
  },
  Kernel: {
    means:
      'It prepares the node or the network of the pod: sysctls, modules, mounts, iptables, drivers, CNI.',
    general: 'a node tool',
    confession:
      'The application needs something of the node or the network that its own security context may not set.',
    remedy:
      'This is a fair use; safe sysctls can stand in securityContext.sysctls, and what concerns whole nodes belongs to a DaemonSet or the node image.',
  },
  CopyArtifact: {
    means: 'It copies what its own image holds (programs, plugins, static files) to a volume.',
    general: 'a copy',
    confession:
      'What the application runs is spread over several images, and this one hands its part over through a volume at every start.',
    remedy: 'Build the files into the application image, or mount this image as an image volume.',
  },
  Check: {
    means: 'It asks a question once, writes nothing, and fails where the answer is no.',
    general: 'a check',
    confession:
      'Somebody does not trust that what this pod is given is valid, and asks again at every start.',
    remedy:
      'Validate before the release, in CI or at admission; at start let the application fail with a clear message.',
  },
  Unknown: {
    means: 'What it does cannot be told from its spec.',
    general: 'a program',
    confession:
      'It does not say what it does: the program is in the image or a mounted script, and its names are not telling.',
    remedy:
      'Read the script or the image; if it changes anything outside of the pod, move that to a Job, and describe it here with a signature of your own.',
  },
};
