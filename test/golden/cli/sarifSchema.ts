import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Schema, Validator } from '@cfworker/json-schema';
import { z } from 'zod';

const FILE = join(import.meta.dirname, 'schema/sarif-2.1.0-rtm.5.json');
const official = new Validator(JSON.parse(readFileSync(FILE, 'utf8')) as Schema, '4', false);

const said = z.string().min(1);
const short = z.object({ text: said.max(1024) });
const level = z.enum(['error', 'warning', 'note']);
const line = z.object({ startLine: z.int().min(1) });
const placed = <T extends z.ZodType>(region: T) =>
  z.object({ physicalLocation: z.object({ artifactLocation: z.object({ uri: said }), region }) });

/** What GitHub's "SARIF support for code scanning" asks for beyond the schema, or limits. */
const github = z.object({
  $schema: said,
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.object({
        tool: z.object({
          driver: z.object({
            name: said,
            semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
            rules: z
              .array(
                z.object({
                  id: said,
                  name: said.max(255),
                  shortDescription: short,
                  fullDescription: short,
                  defaultConfiguration: z.object({ level }),
                  help: z.object({ text: said, markdown: said }),
                  properties: z.object({
                    tags: z.array(said).max(20),
                    precision: z.enum(['very-high', 'high', 'medium', 'low']),
                    'problem.severity': z.enum(['error', 'warning', 'recommendation']),
                  }),
                }),
              )
              .max(25_000),
          }),
        }),
        columnKind: z.literal('utf16CodeUnits'),
        invocations: z
          .array(
            z.object({
              executionSuccessful: z.boolean(),
              toolExecutionNotifications: z.array(
                z.object({
                  descriptor: z.object({ id: said }),
                  level,
                  message: z.object({ text: said }),
                  locations: z.array(placed(line.optional())).optional(),
                }),
              ),
            }),
          )
          .length(1),
        results: z
          .array(
            z.object({
              ruleId: said,
              ruleIndex: z.int().min(0),
              level,
              message: z.object({ text: said }),
              locations: z.array(placed(line)).length(1),
              partialFingerprints: z.object({
                primaryLocationLineHash: z.string().regex(/^[0-9a-f]{16}:\d+$/),
              }),
            }),
          )
          .max(25_000),
      }),
    )
    .length(1),
});

export type SarifRun = z.infer<typeof github>['runs'][number];

/** Reads a SARIF file that both the official schema and GitHub would take; throws where one of them would not. */
export function readSarif(text: string): SarifRun {
  const log: unknown = JSON.parse(text);
  const { valid, errors } = official.validate(log);
  if (!valid)
    throw new Error(errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`).join('\n'));
  const run = github.parse(log).runs[0];
  if (run === undefined) throw new Error('no run');
  for (const { ruleId, ruleIndex } of run.results) {
    const rule = run.tool.driver.rules[ruleIndex];
    if (rule?.id !== ruleId) throw new Error(`${ruleId}: its rule is ${rule?.id ?? 'missing'}`);
  }
  return run;
}
