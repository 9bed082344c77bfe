/** Something the user can put right: said in one line, with the place and the cure, exit code 2. */
export class CliError extends Error {
  readonly place: string;
  readonly what: string;
  readonly cure: string;

  /** @param place file, file:line or flag; '' when there is none */
  constructor(place: string, what: string, cure: string) {
    super(place === '' ? what : `${place}: ${what}`);
    this.name = 'CliError';
    this.place = place;
    this.what = what;
    this.cure = cure;
  }
}
