import { invoke } from './cli/invoke.ts';

// `confessor lint … | head`: the reader has enough, and that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await invoke(process.argv.slice(2), process);
