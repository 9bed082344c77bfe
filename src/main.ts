import { invoke } from './cli/invoke.ts';

const unread = new AbortController();

process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // `confessor lint … | head`: the reader has enough, and that is no failure.
  if (code === 'EPIPE') return unread.abort();
  process.stderr.write(
    `confessor: standard output cannot be written (${code ?? 'unknown'})\n  cure: free space there, or write elsewhere\n`,
  );
  process.exit(2);
});

process.stderr.on('error', ({ code }: NodeJS.ErrnoException) => {
  // There is no other place to say it.
  if (code !== 'EPIPE') process.exit(2);
});

process.exitCode = await invoke(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  unread: unread.signal,
});
