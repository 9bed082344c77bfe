import { z } from 'zod';
import { BOUNDS } from '../core/model/bounds.ts';

/*
 * The building blocks of the schema. Each takes the sentence that `kubectl explain` prints, so that no field can be without
 * one. Keys beginning with x-kubernetes- are carried into the CRD as they stand.
 */

/** A whole number that is never negative. */
export const count = (text: string) => z.int().min(0).describe(text);

export const exitStatus = (text: string) => z.int32().describe(text);

export const percent = (text: string) => z.int().min(0).max(100).describe(text);

export const flag = (text: string) => z.boolean().describe(text);

export const time = (text: string) => z.iso.datetime().describe(text);

export const text = (max: number, sentence: string) => z.string().max(max).describe(sentence);

export const name = (sentence: string) => text(BOUNDS.name, sentence);

export const word = (sentence: string) => text(BOUNDS.word, sentence);

export const oneOf = <const T extends readonly [string, ...string[]]>(words: T, sentence: string) =>
  z.enum(words).describe(sentence);

/** A list that is replaced as a whole: merging it by parts would mix two evaluations. */
export const list = <T extends z.ZodType>(item: T, max: number, sentence: string) =>
  z.array(item).max(max).meta({ 'x-kubernetes-list-type': 'atomic' }).describe(sentence);

/** A struct that is written as a whole: it also keeps managedFields small. */
export const struct = <T extends z.ZodRawShape>(shape: T, sentence: string) =>
  z.object(shape).meta({ 'x-kubernetes-map-type': 'atomic' }).describe(sentence);

export const maybe = <T extends z.ZodType>(item: T) => z.exactOptional(item);
