/** Takes one line of progress. */
export type Report = (line: string) => void;

const firstLineAfter = 2_000;
const everyFurther = 8_000;

/** Runs one step: says so when it lasts longer than two seconds, and again at least every ten. */
export async function step<T>(report: Report, label: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  const seconds = () => ((Date.now() - began) / 1000).toFixed(0);
  let further: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    report(`${label} …`);
    further = setInterval(() => report(`${label} … ${seconds()} s`), everyFurther);
  }, firstLineAfter);
  try {
    const result = await work();
    if (further !== undefined) report(`${label}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(further);
  }
}

/** The reporter of command lines: standard error, so that standard output stays for answers. */
export const toStderr: Report = (line) => console.error(line);

/** A reporter that says nothing. */
export const silent: Report = () => undefined;
