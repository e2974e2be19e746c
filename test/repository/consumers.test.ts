/**
 * That the apps of `test/consumers` stay what they are there for: each is tried, and takes its packages from nowhere but
 * its own list, in the versions that the project itself is tested with.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { apps, light } from '../consumers/apps.js';

interface Manifest {
  private?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const read = (file: string): Manifest =>
  JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

const manifests = Object.keys(apps).map(
  (name) => [name, read(`test/consumers/${name}/package.json`)] as const,
);

const packagesOf = ({ dependencies, devDependencies }: Manifest) =>
  Object.entries({ ...dependencies, ...devDependencies });

const isExact = (version: string) => /^\d+\.\d+\.\d+$/.test(version);

it('each app of the consumers is tried', () => {
  const folders = readdirSync(new URL('../consumers', import.meta.url), {
    withFileTypes: true,
  })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  assert.deepEqual(folders.sort(), Object.keys(apps).sort());
  assert.deepEqual(
    light.filter((name) => !(name in apps)),
    [],
  );
});

it('an app of the consumers is never published, and names exact versions', () => {
  for (const [name, manifest] of manifests) {
    assert.equal(manifest.private, true, name);
    for (const [each, version] of packagesOf(manifest))
      assert.ok(isExact(version), `${name}: ${each} ${version}`);
  }
});

it('an app of the consumers gets the package from the script that packs it, and from nowhere else', () => {
  for (const [name, manifest] of manifests)
    assert.ok(
      packagesOf(manifest).every(([each]) => each !== 'kommo-uploader'),
      name,
    );
});

it('an app of the consumers has the version that the project has of a package', () => {
  const own = new Map(packagesOf(read('package.json')));
  // The checkers of Vue and Svelte need a compiler that is also a library, as the project's is not.
  own.delete('typescript');
  for (const [name, manifest] of manifests)
    for (const [each, version] of packagesOf(manifest)) {
      const ours = own.get(each);
      if (ours !== undefined && isExact(ours))
        assert.equal(version, ours, `${name}: ${each}`);
    }
});
