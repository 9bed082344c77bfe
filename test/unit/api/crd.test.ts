import { expect } from 'chai';
import {
  customResourceDefinition,
  openApiSchema,
  PRINTER_COLUMNS,
  SELECTABLE_FIELDS,
} from '../../../src/api/crd.ts';
import type { Json } from '../../../src/api/structural.ts';
import { structural } from '../../../src/api/structural.ts';

type Node = { readonly [key: string]: Json };

/** Every field of the schema with its path; items of lists are `path[]`. */
function* fields(node: Node, path = ''): Generator<readonly [string, Node]> {
  yield [path, node];
  const { properties, items } = node as { properties?: { [key: string]: Node }; items?: Node };
  for (const [name, child] of Object.entries(properties ?? {})) yield* fields(child, `${path}.${name}`);
  if (items !== undefined) yield* fields(items, `${path}[]`);
}

const all = [...fields(openApiSchema() as Node)];
const own = all.filter(([path]) => !['', '.apiVersion', '.kind', '.metadata'].includes(path));

describe('the custom resource', () => {
  it('explains every field in words', () => {
    expect(
      all.filter(([path, node]) => path !== '.metadata' && !String(node['description'] ?? '').endsWith('.')),
    ).to.deep.equal([]);
  });

  it('says that seconds are seconds', () => {
    const seconds = own.filter(([path]) => path.endsWith('Seconds'));
    expect(seconds).to.have.length(4);
    expect(seconds.filter(([, node]) => !/seconds/.test(String(node['description'])))).to.deep.equal([]);
  });

  it('knows only whole numbers', () => {
    expect(own.filter(([, node]) => node['type'] === 'number')).to.deep.equal([]);
    expect(
      own.filter(([, { type, format }]) => type === 'integer' && format !== 'int64' && format !== 'int32'),
    ).to.deep.equal([]);
  });

  it('bounds every string and every list', () => {
    const strings = own.filter(([, node]) => node['type'] === 'string');
    expect(
      strings.filter(
        ([, n]) => n['maxLength'] === undefined && n['enum'] === undefined && n['format'] !== 'date-time',
      ),
    ).to.deep.equal([]);
    expect(
      own.filter(([, node]) => node['type'] === 'array' && node['maxItems'] === undefined),
    ).to.deep.equal([]);
  });

  it('keeps all lists atomic but the conditions, which are a map by type', () => {
    const lists = own.filter(([, node]) => node['type'] === 'array');
    const maps = lists.filter(([, node]) => node['x-kubernetes-list-type'] !== 'atomic');
    expect(
      maps.map(([path, node]) => [path, node['x-kubernetes-list-type'], node['x-kubernetes-list-map-keys']]),
    ).to.deep.equal([['.status.conditions', 'map', ['type']]]);
  });

  it('makes the spec immutable', () => {
    const spec = all.find(([path]) => path === '.spec')?.[1];
    expect(spec?.['x-kubernetes-validations']).to.have.nested.property('[0].rule', 'self == oldSelf');
  });

  it('has the caps of the contract', () => {
    const cap = (path: string) => all.find(([p]) => p === path)?.[1]['maxItems'];
    expect([
      cap('.status.recentRuns'),
      cap('.status.races.last.pods'),
      cap('.status.races.last.runs'),
      cap('.status.evidence'),
    ]).to.deep.equal([10, 5, 10, 5]);
    expect(all.find(([path]) => path === '.status.ledger')?.[1]['maxLength']).to.equal(8192);
  });

  it('has the columns of the contract, the wide ones last', () => {
    const names = (priority: number) =>
      PRINTER_COLUMNS.filter((c) => ('priority' in c ? c.priority : 0) === priority).map((c) =>
        c.name.toUpperCase(),
      );
    expect(names(0)).to.deep.equal([
      'WORKLOAD',
      'CONTAINER',
      'CATEGORY',
      'SEVERITY',
      'STATE',
      'RERUNS',
      'RACES',
      'LAST RUN',
      'AGE',
    ]);
    expect(names(1)).to.deep.equal(['KIND', 'RUNS', 'TOOL', 'CAUSE', 'CONFIDENCE', 'MESSAGE']);
  });

  it('points columns and selectable fields at fields that exist', () => {
    const paths = new Set(all.map(([path]) => path));
    const named = [...PRINTER_COLUMNS.map((c) => c.jsonPath), ...SELECTABLE_FIELDS].map((path) =>
      path.replace('[*]', '[]'),
    );
    expect(named.filter((path) => !paths.has(path))).to.deep.equal(['.metadata.creationTimestamp']);
  });

  it('goes by the names people type', () => {
    expect(customResourceDefinition())
      .to.have.nested.property('spec.names.shortNames')
      .deep.equal(['initfindings', 'initfinding', 'icf']);
  });
});

describe('a structural schema', () => {
  const rows: readonly { readonly title: string; readonly from: Json; readonly to: Json }[] = [
    {
      title: 'an int is an int64 without the limits of the type',
      from: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      to: { type: 'integer', minimum: 0, format: 'int64' },
    },
    {
      title: 'an int32 too',
      from: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
      to: { type: 'integer', format: 'int32' },
    },
    {
      title: 'limits that mean something stay',
      from: { type: 'integer', minimum: 0, maximum: 100 },
      to: { type: 'integer', minimum: 0, maximum: 100, format: 'int64' },
    },
    {
      title: 'a format needs no pattern',
      from: { type: 'string', format: 'date-time', pattern: '^x$' },
      to: { type: 'string', format: 'date-time' },
    },
    {
      title: 'a pattern alone stays',
      from: { type: 'string', pattern: '^x$' },
      to: { type: 'string', pattern: '^x$' },
    },
    {
      title: 'objects are closed by pruning, not by additionalProperties',
      from: { type: 'object', additionalProperties: false, properties: {} },
      to: { type: 'object', properties: {} },
    },
  ];
  for (const { title, from, to } of rows) it(title, () => expect(structural(from)).to.deep.equal(to));

  it('refuses a union, which the API server would refuse', () => {
    expect(() => structural({ type: 'object', properties: { a: { anyOf: [{ type: 'string' }] } } })).to.throw(
      'anyOf',
    );
  });
});
