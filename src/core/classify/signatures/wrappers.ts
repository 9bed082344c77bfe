/** A program that runs another one, and where the other's command begins. */
export interface Wrapper {
  /** `a|b` */
  readonly names: string;
  /** Options that take the next word. */
  readonly values?: readonly string[];
  /** Plain words that belong to the wrapper itself before the command begins, e.g. the duration of `timeout`. */
  readonly own?: number;
  /** Numbers and durations before the command belong to the wrapper. */
  readonly counts?: true;
  /** Words of which one must follow for it to be a wrapper, e.g. `run` in `poetry run`; '' where none need to. */
  readonly verb?: readonly string[];
  /** `NAME=value` words stand before the command. */
  readonly assigns?: true;
  /** Words with which it only asks: `command -v NAME`. */
  readonly unless?: readonly string[];
  /** The command begins only after `--`. */
  readonly after?: '--';
  /** Options whose value is a script: `flock FILE -c 'a && b'`. */
  readonly script?: readonly string[];
  /** What would be the command is a script: `sops exec-env FILE 'a && b'`. */
  readonly text?: true;
  /** It does something of its own before the command runs, e.g. wait: that is a step, too. */
  readonly works?: true;
  /** Scripts of which `alembic upgrade head` is the wrapped command. */
  readonly examples: readonly string[];
}

/** Users, limits, signals and the environment of a process. */
const PROCESS: readonly Wrapper[] = [
  {
    names: 'dumb-init|tini|catatonit|docker-init|my_init',
    values: ['-r', '--rewrite', '-p', '-e'],
    examples: ['dumb-init -- alembic upgrade head', 'tini -g alembic upgrade head'],
  },
  { names: 'pid1', values: ['-w', '-e', '-u', '-g'], examples: ['pid1 -w /app alembic upgrade head'] },
  {
    names: 'docker-entrypoint|docker-entrypoint.sh|entrypoint.sh',
    examples: ['/docker-entrypoint.sh alembic upgrade head'],
  },
  {
    names: 'gosu|su-exec|setuidgid|s6-setuidgid|s6-envuidgid|chroot|envdir|s6-envdir|faketime|envchain',
    own: 1,
    examples: ['gosu app:app alembic upgrade head', 's6-setuidgid app alembic upgrade head'],
  },
  {
    names: 'go-runner|kube-log-runner',
    examples: ['/go-runner --log-file=/var/log/a.log alembic upgrade head'],
  },
  { names: 'with-contenv', examples: ['/command/with-contenv bash -c "alembic upgrade head"'] },
  {
    names: 's6-applyuidgid|s6-softlimit',
    values: ['-u', '-g', '-G'],
    examples: ['s6-applyuidgid -u 1 -g 1 alembic upgrade head'],
  },
  {
    names: 'chpst',
    values: [
      '-u',
      '-U',
      '-b',
      '-e',
      '-/',
      '-C',
      '-n',
      '-l',
      '-L',
      '-m',
      '-d',
      '-o',
      '-p',
      '-f',
      '-c',
      '-r',
      '-t',
    ],
    examples: ['chpst -u app:app -e /env alembic upgrade head'],
  },
  {
    names: 'setpriv',
    values: [
      '--reuid|--regid|--groups|--ruid|--euid|--rgid|--egid|--inh-caps|--ambient-caps|--bounding-set|--securebits',
      '--pdeathsig|--selinux-label|--apparmor-profile',
    ].flatMap((names) => names.split('|')),
    examples: ['setpriv --reuid 1000 --regid=1000 --clear-groups alembic upgrade head'],
  },
  {
    names: 'runuser',
    values: ['-u', '--user', '-l', '--login', '-g', '--group', '-G', '--supp-group', '-s', '--shell'],
    script: ['-c', '--command', '--session-command'],
    examples: ['runuser -u app -- alembic upgrade head', "runuser -l app -c 'alembic upgrade head'"],
  },
  {
    names: 'su',
    own: 1,
    values: ['-g', '--group', '-s', '--shell'],
    script: ['-c', '--command', '--session-command'],
    examples: ["su - app -s /bin/sh -c 'alembic upgrade head'", "su -c 'alembic upgrade head' app"],
  },
  {
    names: 'sudo|doas',
    assigns: true,
    values: ['-u', '-g', '--user', '--group', '-C', '-D', '--chdir', '-h', '-p', '-R', '-r', '-t', '-T'],
    examples: ['sudo -E -u app -- alembic upgrade head', 'sudo -Eu app A=b alembic upgrade head'],
  },
  {
    names: 'env',
    assigns: true,
    values: ['-u', '--unset', '-C', '--chdir'],
    script: ['-S', '--split-string'],
    examples: ['env -i A=b alembic upgrade head', 'env -S "A=b alembic upgrade head"'],
  },
  { names: 'nice', values: ['-n', '--adjustment'], examples: ['nice -n 19 alembic upgrade head'] },
  {
    names: 'ionice',
    values: ['-c', '-n', '--class', '--classdata'],
    examples: ['ionice -c 3 nice -n 19 alembic upgrade head'],
  },
  { names: 'nohup|setsid|time|builtin', examples: ['nohup alembic upgrade head'] },
  { names: 'command', unless: ['-v', '-V'], examples: ['command -p alembic upgrade head'] },
  { names: 'stdbuf', values: ['-o', '-i', '-e'], examples: ['stdbuf -oL -e 0 alembic upgrade head'] },
  {
    names: 'catchsegv|unbuffer|fakeroot|eatmydata|torsocks|prlimit|xvfb-run|unshare',
    examples: ['catchsegv alembic upgrade head', 'prlimit --nofile=1000 alembic upgrade head'],
  },
  {
    names: 'strace|ltrace',
    values: ['-o', '-e', '-p', '-s', '-a', '-P', '-u', '-E'],
    examples: ['strace -f -o /tmp/log alembic upgrade head'],
  },
  {
    names: 'proxychains|proxychains4',
    values: ['-f'],
    examples: ['proxychains4 -q -f /p.conf alembic upgrade head'],
  },
  { names: 'taskset', own: 1, examples: ['taskset -c 0 alembic upgrade head'] },
  {
    names: 'numactl',
    values: ['-m', '-N', '-C', '-i', '-p'],
    examples: ['numactl -m 0 alembic upgrade head'],
  },
  {
    names: 'timeout',
    own: 1,
    values: ['-s', '--signal', '-k', '--kill-after'],
    examples: ['timeout --preserve-status -k 5 60 alembic upgrade head'],
  },
  { names: 'exec', values: ['-a'], examples: ['exec alembic upgrade head'] },
  {
    names: 'xargs',
    values: ['-n', '-I', '-P', '-L', '-d', '-i'],
    examples: ['echo x | xargs -n 1 alembic upgrade head'],
  },
  { names: 'nsenter', values: ['-t', '--target'], examples: ['nsenter -t 1 -m -- alembic upgrade head'] },
  {
    names: 'script',
    script: ['-c', '--command'],
    examples: ["script -qc 'alembic upgrade head' /dev/null"],
  },
  {
    names: 'opentelemetry-instrument',
    values: ['--traces_exporter', '--metrics_exporter', '--logs_exporter', '--service_name'],
    examples: ['opentelemetry-instrument --traces_exporter otlp alembic upgrade head'],
  },
  { names: 'ddtrace-run', examples: ['ddtrace-run alembic upgrade head'] },
  {
    names: 'newrelic-admin',
    verb: ['run-program'],
    examples: ['newrelic-admin run-program alembic upgrade head'],
  },
];

/** One at a time, again and again, or not before something else is there. */
const TURNS: readonly Wrapper[] = [
  {
    names: 'flock',
    own: 1,
    values: ['-w', '--wait', '--timeout', '-E', '--conflict-exit-code'],
    script: ['-c', '--command'],
    examples: ['flock -w 10 /lock alembic upgrade head', "flock -n /lock -c 'alembic upgrade head'"],
  },
  {
    names: 'consul|etcdctl',
    verb: ['lock'],
    own: 1,
    text: true,
    examples: ['consul lock migrations alembic upgrade head', "consul lock -n=1 m 'alembic upgrade head'"],
  },
  {
    names: 'retry|retry.sh|retries|with_retry|with-retry|retry-cli|backoff',
    values: [
      '-t',
      '--times',
      '-d',
      '--delay',
      '--tries',
      '--max',
      '-m',
      '--min',
      '-u',
      '--until',
      '-w',
      '--while',
    ],
    counts: true,
    examples: ['retry 5 10s alembic upgrade head', 'retry -t 5 --delay=2 -- alembic upgrade head'],
  },
  {
    names: 'dockerize',
    values: [
      '-wait|-timeout|-wait-retry-interval|-wait-http-header|-template|-env|-env-section|-stdout|-stderr|-delims',
      '--wait|--timeout|--template|--env',
    ].flatMap((names) => names.split('|')),
    works: true,
    examples: [
      'dockerize -wait tcp://db:5432 -timeout 30s alembic upgrade head',
      'dockerize -template /a.tmpl:/a -wait=tcp://db:1 alembic upgrade head',
    ],
  },
  {
    names: 'gomplate|consul-template',
    values: ['-template', '-config', '-log-level', '-wait', '-consul-addr', '-vault-addr'],
    script: ['-exec'],
    after: '--',
    works: true,
    examples: [
      'gomplate -f /a.tmpl -o /a -- alembic upgrade head',
      "consul-template -template a:b -once -exec 'alembic upgrade head'",
    ],
  },
  {
    names: 'scuttle|kubexit|linkerd-await',
    values: ['-p', '--port', '-t', '--timeout', '-v', '--verbose'],
    examples: ['scuttle alembic upgrade head', 'linkerd-await --shutdown -- alembic upgrade head'],
  },
  {
    names: 'kubectl',
    verb: ['exec'],
    after: '--',
    examples: ['kubectl exec -n x pod -- alembic upgrade head'],
  },
];

/** What fetches secrets and puts them into the environment of the command. */
const SECRETS: readonly Wrapper[] = [
  {
    names: 'doppler|infisical|op|bws|phase|teller|ssm-parent',
    verb: ['run'],
    values: [
      '-p',
      '--project',
      '-c',
      '--config',
      '--env',
      '--path',
      '--token',
      '--env-file',
      '--account',
      '--app',
    ],
    script: ['--command'],
    examples: [
      'doppler run -p shop -- alembic upgrade head',
      'op run --env-file .env --no-masking -- alembic upgrade head',
      'doppler run --command "alembic upgrade head"',
      'bws run -- "alembic upgrade head"',
    ],
  },
  {
    names: 'chamber|berglas|vals|ksm|akeyless',
    verb: ['exec'],
    after: '--',
    examples: ['chamber exec shop -- alembic upgrade head'],
  },
  {
    names: 'aws-vault',
    verb: ['exec'],
    values: ['-d', '--duration', '--region', '--mfa-token', '-t', '--backend'],
    own: 1,
    examples: ['aws-vault exec prod --no-session -- alembic upgrade head'],
  },
  {
    names: 'vault-env|vaultenv|secrets-init|aws-env|ssm-env|azure-keyvault-env',
    values: ['--secrets-file', '--host', '--port', '--token', '--provider'],
    examples: ['/vault/vault-env alembic upgrade head', 'secrets-init --provider=aws alembic upgrade head'],
  },
  {
    names: 'sops',
    verb: ['exec-env', 'exec-file'],
    values: ['--user', '--filename'],
    own: 1,
    text: true,
    examples: ["sops exec-env --user app f 'alembic upgrade head'"],
  },
  {
    names: 'envconsul',
    values: [
      '-config|-prefix|-secret|-exec|-consul-addr|-vault-addr|-vault-token|-log-level|-wait|-kill-signal',
      '-exec-kill-timeout|-exec-kill-signal|-max-stale|-reload-signal|-vault-agent-token-file|-service-query',
    ].flatMap((names) => names.split('|')),
    examples: ['envconsul -once -secret secret/shop alembic upgrade head'],
  },
  {
    names: 'summon',
    values: ['-p', '--provider', '-f', '-D', '-e', '--environment', '--yaml'],
    examples: ['summon -p ring.py -f s.yml alembic upgrade head'],
  },
];

/** Package managers, environments and task runners. */
const PACKAGES: readonly Wrapper[] = [
  {
    names: 'npx|pnpx|bunx|uvx',
    values: ['-p', '--package', '--from', '--with'],
    script: ['-c', '--call'],
    examples: ['npx --yes -p alembic alembic upgrade head', 'bunx --bun alembic upgrade head'],
  },
  {
    names: 'yarn',
    verb: ['run', 'exec', 'dlx', 'workspace', ''],
    values: ['--cwd'],
    examples: ['yarn --cwd api run alembic upgrade head'],
  },
  {
    names: 'pnpm',
    verb: ['run', 'exec', 'dlx', ''],
    values: ['--filter', '-F', '-C', '--dir'],
    examples: ['pnpm -r exec alembic upgrade head'],
  },
  {
    names: 'npm',
    verb: ['run', 'run-script', 'exec', 'x'],
    values: ['--prefix', '-w', '--workspace'],
    script: ['-c', '--call'],
    examples: ['npm exec -- alembic upgrade head', "npm exec -c 'alembic upgrade head'"],
  },
  {
    names: 'bun',
    verb: ['run', 'x'],
    values: ['--env-file', '--cwd'],
    examples: ['bun x alembic upgrade head', 'bun --bun run alembic upgrade head'],
  },
  {
    names: 'deno',
    verb: ['run', 'task'],
    values: ['--config', '-c', '--cwd', '--import-map', '--lock'],
    examples: ['deno run -A --config deno.json alembic upgrade head', 'deno task alembic upgrade head'],
  },
  {
    names: 'bundle|bundler|rbenv|asdf',
    verb: ['exec'],
    values: ['--gemfile'],
    examples: ['bundle exec alembic upgrade head'],
  },
  {
    names: 'poetry|pipenv|pdm|hatch|rye|pixi|pipx',
    verb: ['run'],
    values: ['-C', '--directory', '-P', '--project', '-e', '--environment', '--spec'],
    examples: ['poetry run -- alembic upgrade head', 'hatch run alembic upgrade head'],
  },
  {
    names: 'go',
    verb: ['run'],
    values: ['-ldflags', '-tags'],
    examples: ['go run -tags x alembic upgrade head'],
  },
  { names: 'mix', verb: ['run'], values: ['-e'], examples: ['mix run alembic upgrade head'] },
  {
    names: 'uv',
    verb: ['run'],
    values: [
      '--package',
      '--with',
      '--extra',
      '--group',
      '--project',
      '--directory',
      '--env-file',
      '--python',
      '-p',
    ],
    examples: ['uv run --no-dev --env-file .env alembic upgrade head'],
  },
  {
    names: 'conda|mamba|micromamba',
    verb: ['run'],
    values: ['-n', '--name', '-p', '--prefix', '--cwd'],
    examples: ['conda run --no-capture-output -n shop alembic upgrade head'],
  },
  {
    names: 'coverage',
    verb: ['run'],
    values: ['--source', '--rcfile', '--omit', '--data-file'],
    examples: ['coverage run --source . alembic upgrade head', 'coverage run -m alembic upgrade head'],
  },
  { names: 'direnv', verb: ['exec'], own: 1, examples: ['direnv exec . alembic upgrade head'] },
  { names: 'mise', verb: ['exec', 'x'], after: '--', examples: ['mise x -- alembic upgrade head'] },
  {
    names: 'nix',
    verb: ['develop', 'shell'],
    examples: ['nix develop -c alembic upgrade head'],
  },
  {
    names: 'nix-shell',
    script: ['--run', '--command'],
    examples: ["nix-shell --run 'alembic upgrade head'"],
  },
  {
    names: 'dotenv|dotenvx',
    verb: ['run', ''],
    values: ['-e', '-f', '-v', '-c', '--env-file', '--file'],
    examples: ['dotenv -e .env -- alembic upgrade head', 'dotenv -f .env run alembic upgrade head'],
  },
  {
    names: 'env-cmd|cross-env',
    assigns: true,
    values: ['-f', '--file', '-e', '--environments', '-r', '--rc-file'],
    examples: ['env-cmd -f .env alembic upgrade head', 'cross-env A=b alembic upgrade head'],
  },
  {
    names: 'cross-env-shell',
    assigns: true,
    text: true,
    examples: ['cross-env-shell A=b "alembic upgrade head"'],
  },
];

/** Whatever is named after waiting: `wait-for-it.sh`, `wait4x`, and scripts and modules of one's own. */
const WAITER: Wrapper = {
  names: 'wait*',
  after: '--',
  works: true,
  examples: [
    'wait-for-it.sh db:5432 -t 60 -- alembic upgrade head',
    'wait4x tcp db:1 -- alembic upgrade head',
    'python3 -m app.wait_for_services python3 -m alembic upgrade head',
    './wait.sh db:5432 -- alembic upgrade head',
  ],
};

export const WRAPPERS: readonly Wrapper[] = [...PROCESS, ...TURNS, WAITER, ...SECRETS, ...PACKAGES];

const BY_NAME: ReadonlyMap<string, Wrapper> = new Map(
  WRAPPERS.flatMap((row) => row.names.split('|').map((name) => [name, row] as const)),
);

/** The row of a program that runs another one. */
export const wrapperOf = (program: string): Wrapper | undefined =>
  BY_NAME.get(program) ?? (/^wait[\w.-]{1,64}$|\.wait[\w-][\w.-]{0,63}$/.test(program) ? WAITER : undefined);

/** A program that runs the file or module it is given. */
export interface Runner {
  readonly names: RegExp;
  /** Options whose value is the module or the archive. */
  readonly target: readonly string[];
  /** Options that take the next word. */
  readonly values: readonly string[];
  /** Options whose value is code. */
  readonly inline: readonly string[];
}

const RUNNERS: readonly Runner[] = [
  { names: /^(python|pypy)[0-9.]*$/, target: ['-m'], values: ['-W', '-X'], inline: ['-c'] },
  { names: /^java$/, target: ['-jar'], values: ['-cp', '-classpath', '--class-path'], inline: [] },
  {
    names: /^(node|ts-node(-esm|-dev|-script)?|tsx|tsnd|vite-node|babel-node|esno|jiti|swc-node|esr)$/,
    target: [],
    values: [
      '-r|--require|--import|--loader|--experimental-loader|-P|--project|--tsconfig|-O|--compiler-options|--env-file',
      '--config|-C|--conditions|--cwd|--dir',
    ].flatMap((names) => names.split('|')),
    inline: ['-e', '--eval', '-p'],
  },
];

export const runnerOf = (program: string): Runner | undefined =>
  RUNNERS.find(({ names }) => names.test(program));
