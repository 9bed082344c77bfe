import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { alertFiles } from './generators/alertRules.ts';
import { alertsPage } from './generators/alertsPage.ts';
import { crdFiles } from './generators/crd.ts';
import { dashboardFiles } from './generators/dashboard.ts';
import type { Generated } from './generators/generated.ts';
import { installFiles } from './generators/install.ts';
import { metricsPage } from './generators/metricsPage.ts';
import { roleFiles } from './generators/role.ts';
import { rulesPages } from './generators/rulesPages.ts';
import { settingsPage } from './generators/settingsPage.ts';
import { wordsPage } from './generators/wordsPage.ts';

const ROOT = join(import.meta.dirname, '..');

/** Folders in which every file is generated: what has no source there is a leftover. */
const GENERATED_FOLDERS = ['crds', 'config/alerts', 'config/dashboards', 'docs/rules'];

function generated(): readonly Generated[] {
  const sources = [
    ...crdFiles(),
    ...roleFiles(),
    ...settingsPage(),
    ...metricsPage(),
    ...rulesPages(),
    ...wordsPage(),
    ...alertFiles(),
    ...alertsPage(),
    ...dashboardFiles(),
  ];
  return [...sources, ...installFiles(sources)];
}

function leftovers(files: readonly Generated[]): readonly string[] {
  const wanted = new Set(files.map(({ path }) => path));
  return GENERATED_FOLDERS.flatMap((folder) => filesOf(join(ROOT, folder))).filter(
    (path) => !wanted.has(path),
  );
}

function filesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function isCurrent({ path, text }: Generated): boolean {
  const file = join(ROOT, path);
  return existsSync(file) && readFileSync(file, 'utf8') === text;
}

function check(files: readonly Generated[]): number {
  const problems = [
    ...files.filter((file) => !isCurrent(file)).map(({ path }) => `${path} is stale`),
    ...leftovers(files).map((path) => `${path} has no source`),
  ];
  if (problems.length === 0) return 0;
  process.stderr.write(`${problems.join('\n')}\nRun hack/generate and commit the result.\n`);
  return 1;
}

function write(files: readonly Generated[]): number {
  for (const file of files.filter((candidate) => !isCurrent(candidate))) {
    mkdirSync(dirname(join(ROOT, file.path)), { recursive: true });
    writeFileSync(join(ROOT, file.path), file.text);
    process.stdout.write(`${file.path}\n`);
  }
  for (const path of leftovers(files)) {
    rmSync(join(ROOT, path));
    process.stdout.write(`${path} removed\n`);
  }
  return 0;
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
process.exitCode = values.check ? check(generated()) : write(generated());
