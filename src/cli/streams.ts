/** Where a command reads and writes: the process, or a test. */
export interface Streams {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Given when nobody reads standard output any more: what would go on for ever ends, all else ends as it would have. */
  readonly unread?: AbortSignal | undefined;
}

/** How a command ended. 0: clean; 1: it found what it was asked to find; 2: bad use or unreadable input. */
export type ExitCode = 0 | 1 | 2;

/** What {@link import('./program.ts').createProgram} gives each command. */
export interface CommandContext {
  readonly streams: Streams;
  /** The last word of a command that did its work; 0 where it says nothing. */
  readonly exit: (code: ExitCode) => void;
}
