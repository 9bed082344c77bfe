type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same fields without those that are undefined: libraries tell "absent" from "undefined". */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept: Defined<T> = { ...fields };
  for (const name in kept) if (kept[name] === undefined) delete kept[name];
  return kept;
}
