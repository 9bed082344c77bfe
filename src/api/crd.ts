import { z } from 'zod';
import { findingSchema } from './findingSchema.ts';
import { CRD_NAME, GROUP, KIND, PLURAL, SHORT_NAMES, SINGULAR, VERSION } from './group.ts';
import { type Json, structural } from './structural.ts';

/** Columns of `kubectl get initfindings`; the later ones only with `-o wide`. */
export const PRINTER_COLUMNS = [
  {
    name: 'Workload',
    type: 'string',
    jsonPath: '.spec.workloadRef.name',
    description: 'Name of the workload.',
  },
  {
    name: 'Container',
    type: 'string',
    jsonPath: '.spec.container',
    description: 'Name of the init container.',
  },
  {
    name: 'Category',
    type: 'string',
    jsonPath: '.status.category',
    description: 'What the init container does.',
  },
  {
    name: 'Severity',
    type: 'string',
    jsonPath: '.status.severity',
    description: 'Whether it is the right place for this work.',
  },
  {
    name: 'State',
    type: 'string',
    jsonPath: '.status.state',
    description: 'The worst condition that holds.',
  },
  {
    name: 'Reruns',
    type: 'integer',
    jsonPath: '.status.reruns.total',
    description: 'How often work ran again that had succeeded.',
  },
  {
    name: 'Races',
    type: 'integer',
    jsonPath: '.status.races.total',
    description: 'How often its runs raced each other.',
  },
  {
    name: 'Last Run',
    type: 'date',
    jsonPath: '.status.lastRunAt',
    description: 'Time since the last run began.',
  },
  {
    name: 'Age',
    type: 'date',
    jsonPath: '.metadata.creationTimestamp',
    description: 'Time since the finding was made.',
  },
  {
    name: 'Kind',
    type: 'string',
    jsonPath: '.spec.workloadRef.kind',
    description: 'Kind of the workload.',
    priority: 1,
  },
  {
    name: 'Runs',
    type: 'integer',
    jsonPath: '.status.runs.total',
    description: 'How often it has run.',
    priority: 1,
  },
  {
    name: 'Tool',
    type: 'string',
    jsonPath: '.status.tool',
    description: 'The tool that does the work.',
    priority: 1,
  },
  // A column shows the first match only: the newest run that has a cause.
  {
    name: 'Cause',
    type: 'string',
    jsonPath: '.status.recentRuns[*].cause',
    description: 'Why it last ran again.',
    priority: 1,
  },
  {
    name: 'Confidence',
    type: 'integer',
    jsonPath: '.status.confidencePercent',
    description: 'How sure the category is, in percent.',
    priority: 1,
  },
  {
    name: 'Message',
    type: 'string',
    jsonPath: '.status.message',
    description: 'What happened last.',
    priority: 1,
  },
] as const;

/** Fields that `kubectl get --field-selector` and watches can select by. */
export const SELECTABLE_FIELDS = [
  '.spec.workloadRef.kind',
  '.spec.workloadRef.name',
  '.spec.container',
  '.status.state',
  '.status.severity',
] as const;

/** The schema of the whole object, ready for the API server. */
export function openApiSchema(): Json {
  const printed = z.toJSONSchema(findingSchema, {
    target: 'openapi-3.0',
    io: 'input',
    reused: 'inline',
    cycles: 'throw',
    unrepresentable: 'throw',
  });
  const root = structural(z.json().parse(printed));
  const properties = root['properties'] as { readonly [key: string]: Json };
  return {
    ...root,
    properties: {
      apiVersion: { type: 'string', description: `${GROUP}/${VERSION}.` },
      kind: { type: 'string', description: `${KIND}.` },
      metadata: { type: 'object' },
      ...properties,
    },
  };
}

/** The CustomResourceDefinition, as applied to a cluster (R50–R53). */
export function customResourceDefinition(): { readonly [key: string]: Json } {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: CRD_NAME, labels: { 'app.kubernetes.io/name': 'confessor' } },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: {
        kind: KIND,
        listKind: `${KIND}List`,
        plural: PLURAL,
        singular: SINGULAR,
        shortNames: SHORT_NAMES,
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: PRINTER_COLUMNS,
          selectableFields: SELECTABLE_FIELDS.map((jsonPath) => ({ jsonPath })),
          schema: { openAPIV3Schema: openApiSchema() },
        },
      ],
    },
  };
}
