import { expect } from 'chai';
import { undocumented } from './documented.ts';
import { SOURCES } from './sources.ts';

/** What is found in a file of the model that another one imports. */
const inModel = (text: string) =>
  undocumented([
    { path: 'core/model/a.ts', text },
    { path: 'facts/b.ts', text: "import { a, type B } from '../core/model/a.ts';" },
  ]);

describe('what is used from another room', () => {
  it('has a docstring', () => {
    expect(undocumented(SOURCES)).to.deep.equal([]);
  });

  it('is found where it has none, be it a value, a type or a function', () => {
    expect(inModel('export const a = 1;')).to.have.lengthOf(1);
    expect(inModel('// no docstring\nexport function a() {}\nexport interface B {}')).to.have.lengthOf(2);
    expect(inModel('/** Of the other. */\nconst c = 1;\nexport type B = string;')).to.have.lengthOf(1);
  });

  it('needs none of its own where a table tells', () => {
    const table = "/** All. */\nexport const a = ['x'] as const;\n";
    expect(inModel(`${table}export type B = (typeof a)[number];`)).to.deep.equal([]);
    expect(inModel(`${table}export type B = keyof typeof a;`)).to.deep.equal([]);
  });

  it('is no matter of what stays in its room', () => {
    expect(inModel('export const c = 1;')).to.deep.equal([]);
    expect(
      undocumented([
        { path: 'core/model/a.ts', text: 'export const a = 1;' },
        { path: 'core/model/b.ts', text: "import { a } from './a.ts';" },
      ]),
    ).to.deep.equal([]);
  });
});
