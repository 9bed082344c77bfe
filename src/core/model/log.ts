/** What a log line may say beside its constant message. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where rooms log to. Messages are constant, so that they can be searched and counted; data goes into the fields. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}
