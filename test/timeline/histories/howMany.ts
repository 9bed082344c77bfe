/** How many histories are told: the ordinary run is the same each time, the long one looks for what is new. */
export const LONG = process.env['CONFESSOR_LONG'] === '1';
export const HISTORIES = LONG ? 20_000 : 500;
/** Of the properties that compare an operator with another. */
export const PAIRS = LONG ? 2000 : 60;
export const SEED = LONG ? {} : { seed: 20_260_101 };
