import { expect } from 'chai';
import { exampleSpec } from '../../../src/core/classify/example.ts';
import { readCommand } from '../../../src/core/classify/read.ts';
import type { Example } from '../../../src/core/classify/signature.ts';

const read = (example: Example) => readCommand(exampleSpec(example)).steps;
const argv = (example: Example): readonly string[] => read(example).map((step) => step.words.join(' '));

describe('reading a command', () => {
  const same: readonly (readonly [string, Example, ...string[]])[] = [
    ['an exec form', { command: ['alembic', 'upgrade'], args: ['head'] }, 'alembic upgrade head'],
    ['sh -c', { command: ['/bin/sh', '-c'], args: ['a b; c && d || e'] }, 'a b', 'c', 'd', 'e'],
    [
      'a whole command line as the one argument',
      { image: 'acme/shell:1', args: ['wget -O /data/a "https://x/a" && chown 0:0 /data/a'] },
      'wget -O /data/a https://x/a',
      'chown 0:0 /data/a',
    ],
    ['options before the script', { command: ['bash', '-eo', 'pipefail', '-xc', 'a b'] }, 'a b'],
    ['a script file', { command: ['bash', '/x/run.sh', 'up'] }, '/x/run.sh up'],
    [
      'wrappers',
      {
        command: [
          'dumb-init',
          '--',
          'gosu',
          'app',
          'timeout',
          '-k',
          '5',
          '60',
          'nice',
          '-n',
          '5',
          'env',
          'A=b',
          'alembic',
          'upgrade',
        ],
      },
      'alembic upgrade',
    ],
    [
      'runners of packages',
      'npx --yes prisma migrate deploy; yarn run x; pnpm exec y; bundle exec z; poetry run p; uv run q',
      'prisma migrate deploy',
      'x',
      'y',
      'z',
      'p',
      'q',
    ],
    [
      'interpreters',
      'python -u -m flask db upgrade; java -Xmx1g -jar /app/m.jar up; php /a/artisan migrate',
      'flask db upgrade',
      '/app/m.jar up',
      '/a/artisan migrate',
    ],
    ['a shell in a shell', `sh -c 'bash -c "a b"'`, 'a b'],
    [
      'find and xargs',
      'find /data -name x -exec chown 1:1 {} \\; ; ls | xargs rm',
      'chown 1:1 /data',
      'ls',
      'rm',
    ],
    ['a script on standard input', 'bash <<EOF\na b\nEOF', 'a b'],
    ['the body of a function once, and not its calls', 'f() { a b; }; f; f', 'a b'],
    ['a script that is printed into a shell', "echo 'a b; c' | sh", 'echo a b; c', 'a b', 'c'],
    ['printf into a shell', `printf '%s\\n' 'a b' | bash -s`, 'printf %s\\n a b', 'a b'],
    ['a file that is printed into a shell', 'cat /a.sh | sh', 'cat /a.sh', '/a.sh'],
    ['a file on the standard input of a shell', 'sh < /a.sh', '/a.sh'],
    ['what only the run knows and a shell obeys', 'envsubst < /a | sh', 'envsubst', '$SCRIPT'],
    ['a trap', "trap 'a b' EXIT; trap - INT; c", 'a b', 'trap - INT', 'c'],
    ['a function in a trap', "f() { a b; }; trap 'f 1' EXIT", 'a b'],
    [
      'a function that runs what it is given',
      'r() { until "$@"; do sleep 1; done; }; r a b',
      'sleep 1',
      'a b',
    ],
    ['a function that counts first', 'r() { n=$1; shift; eval "$@"; }; r 5 a b', 'shift', 'a b'],
    ['a question about a program', 'command -v a', 'command -v a'],
    ['a variable of several words', 'A="a b"; $A c; "$A"', 'a b c', 'a b'],
    [
      'what an image would wrap',
      { image: 'jwilder/dockerize', args: ['-timeout', '9s', 'a', 'b'] },
      'dockerize -timeout 9s',
      'a b',
    ],
    ['kubectl exec', 'kubectl exec -n x pod -- psql -l', 'psql -l'],
  ];
  for (const [title, example, ...steps] of same) {
    it(`opens ${title}`, () => {
      expect(argv(example)).to.deep.equal(steps);
    });
  }

  it('puts in what Kubernetes puts in for $(NAME), and knows its escape', () => {
    const env = [{ name: 'CMD', value: 'a b; c' }, { name: 'KEY' }];
    const words = (command: readonly string[]) =>
      readCommand({ ...exampleSpec({ command }), env }).steps.map((step) => step.words.join(' '));
    expect(words(['sh', '-c', '$(CMD)'])).to.deep.equal(['a b', 'c']);
    expect(words(['x', '$(CMD)', '$(KEY)', '$$(CMD)'])).to.deep.equal(['x a b; c ${KEY} $(CMD)']);
  });

  it('lets no environment variable grow a command without bound', () => {
    const env = [{ name: 'A', value: 'x'.repeat(255) }];
    const { steps } = readCommand({ ...exampleSpec({ command: ['a', '$(A)'.repeat(8000)] }), env });
    expect(steps[0]?.words.join(' ').length ?? 0).to.be.at.most(100_000);
  });

  it('runs no value that was cut: what is missing may be the command that counts', () => {
    const env = [{ name: 'SCRIPT', value: `echo ${'x'.repeat(251)}` }];
    const { steps } = readCommand({ ...exampleSpec({ command: ['sh', '-c', '$(SCRIPT)'] }), env });
    expect(steps.map((step) => step.program)).not.to.include('echo');
  });

  it('knows what is written where, and what is piped into what', () => {
    const [curl, tar] = read('curl -s http://x | tar xz > /data/log 2>/dev/null');
    expect(curl?.downstream.map((step) => step.program)).to.deep.equal(['tar']);
    expect(tar?.upstream.map((step) => step.program)).to.deep.equal(['curl']);
    expect(tar?.writes).to.deep.equal(['/data/log']);
  });

  it('knows loops that sleep, conditions and substitutions', () => {
    const steps = read('while ! nc -z db 1; do sleep 1; done; if a; then b $(c); fi');
    const of = (program: string) => steps.find((step) => step.program === program);
    expect(of('nc')).to.deep.include({ condition: true, loop: { until: false, sleeps: true } });
    expect(of('a')?.condition).to.equal(true);
    expect(of('b')?.condition).to.equal(false);
    expect(of('c')?.substituted).to.equal(true);
  });

  it('names the field in which a step stands', () => {
    expect(read({ command: ['sh', '-c'], args: ['a'] })[0]?.field).to.equal('args[0]');
    expect(read({ command: ['sh', '-ec', 'a'] })[0]?.field).to.equal('command[2]');
    expect(read({ command: ['a'] })[0]?.field).to.equal('command[0]');
  });

  it('takes the program of an image without a command from its name', () => {
    expect(argv({ image: 'flyway/flyway:10', args: ['migrate'] })).to.deep.equal(['flyway migrate']);
    expect(argv({ image: 'x/y', args: ['sh', '-c', 'a'] })).to.deep.equal(['a']);
  });

  it('reads broken shell as far as it goes', () => {
    expect(argv('alembic upgrade head; if [ -f x')).to.include('alembic upgrade head');
  });

  it('grows no word without bound from variables that hold each other', () => {
    const steps = read(`${'A=$A$A$A$A;'.repeat(200)} echo $A`);
    expect(steps.at(-1)?.words.join(' ').length ?? 0).to.be.at.most(5000);
  });
});
