import { createLogger as createWinston, format, transports } from 'winston';
import type { Logger } from '../core/model/log.ts';

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly format: 'json' | 'text';
  /** Where lines go; standard error where standard output belongs to a command's result. */
  readonly to?: NodeJS.WritableStream;
}

/** Lines of JSON for machines, or of text for people. Who logs the same again and again limits the rate himself. */
export function createLogger({ level, format: shape, to = process.stdout }: LogOptions): Logger {
  const winston = createWinston({
    level,
    format:
      shape === 'json'
        ? format.combine(format.timestamp(), format.json())
        : format.combine(format.timestamp(), text),
    transports: [new transports.Stream({ stream: to })],
  });
  return {
    error: (message, fields) => void winston.error(message, fields),
    warn: (message, fields) => void winston.warn(message, fields),
    info: (message, fields) => void winston.info(message, fields),
    // winston formats even what it will not print.
    debug: (message, fields) => void (winston.isLevelEnabled('debug') && winston.debug(message, fields)),
  };
}

const text = format.printf(({ timestamp, level, message, ...fields }) => {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  const tail = pairs.map(([name, value]) => ` ${name}=${JSON.stringify(value)}`).join('');
  return `${String(timestamp)} ${level.toUpperCase().padEnd(5)} ${String(message)}${tail}`;
});
