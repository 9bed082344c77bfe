import { Writable } from 'node:stream';
import { expect } from 'chai';
import { createLogger, type LogOptions } from '../../../src/telemetry/logger.ts';

function lines(
  options: Pick<LogOptions, 'level' | 'format'>,
  log: (logger: ReturnType<typeof createLogger>) => void,
): readonly string[] {
  const written: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk).trimEnd());
      done();
    },
  });
  log(createLogger({ ...options, to }));
  return written;
}

describe('the logger', () => {
  it('writes one JSON object a line, with a constant message and fields', () => {
    const [line = '', ...more] = lines({ level: 'info', format: 'json' }, (log) =>
      log.warn('list failed', { kind: 'Pod', retrySeconds: 3 }),
    );
    expect(more).to.deep.equal([]);
    expect(JSON.parse(line)).to.deep.include({
      level: 'warn',
      message: 'list failed',
      kind: 'Pod',
      retrySeconds: 3,
    });
    expect(JSON.parse(line))
      .to.have.property('timestamp')
      .that.matches(/^\d{4}-/);
  });

  it('keeps a line one line and a terminal clean, whatever a field holds', () => {
    const [line = '', ...more] = lines({ level: 'info', format: 'text' }, (log) =>
      log.info('strange pod', { name: 'a\nb\u001b[31m' }),
    );
    expect(more).to.deep.equal([]);
    expect(line).to.match(/ INFO {2}strange pod name="a\\nb\\u001b\[31m"$/);
  });

  it('leaves out what is less important than the level', () => {
    const written = lines({ level: 'warn', format: 'text' }, (log) => {
      log.debug('a');
      log.info('b');
      log.warn('c');
      log.error('d');
    });
    expect(written.map((line) => line.at(-1))).to.deep.equal(['c', 'd']);
  });

  it('leaves out fields without a value', () => {
    expect(
      lines({ level: 'debug', format: 'text' }, (log) => log.debug('x', { a: undefined, b: true }))[0],
    ).to.match(/ DEBUG x b=true$/);
  });
});
