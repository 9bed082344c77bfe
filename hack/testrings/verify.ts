import { runChecks } from './checks.ts';
import { Children } from './child.ts';

const children = new Children();
process.on('SIGINT', () => children.interrupt());
process.on('SIGTERM', () => children.interrupt());

const failed = await runChecks(children, (line) => console.error(line));
process.exitCode = children.interrupted ? 130 : Math.min(failed.length, 1);
