/** Which version may follow which, what a release makes of the changelog, and that the changelog is whole. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  type News,
  problemsOf,
  readChangelog,
  whyTooLow,
} from '../../src/build/changelog.js';
import { untold } from '../../src/build/public-api.js';
import { mayFollow, withRelease } from '../../src/build/versions.js';

describe('the next version', () => {
  it('is higher than the last one, part by part as numbers', () => {
    const released = ['0.9.0'];
    for (const next of ['0.10.0', '0.9.1', '1.0.0', '1.0.0-rc.1'])
      assert.ok(mayFollow('0.9.0', next, released), next);
    for (const next of ['0.9.0', '0.8.12', '0.9.0-rc.1', '1.0', 'v1.0.0', ''])
      assert.ok(!mayFollow('0.9.0', next, released), next);
    assert.ok(mayFollow('1.0.0-rc.9', '1.0.0-rc.10', []));
    assert.ok(mayFollow('1.0.0-rc.9', '1.0.0', []));
  });

  it('is the one that the package was born with where nothing was released, and none that was', () => {
    assert.ok(mayFollow('0.1.0', '0.1.0', []));
    assert.ok(!mayFollow('0.1.0', '0.1.0', ['0.1.0']));
    assert.ok(!mayFollow('0.1.0', '0.2.0', ['0.2.0']));
  });
});

describe('the changelog of a release', () => {
  const before =
    '# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [0.1.0] - 2026-01-01\n\n- Old.\n';

  it('has what was new under the version and its day, and room for what is next', () => {
    assert.equal(
      withRelease(before, '0.2.0', '2026-02-03'),
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-03\n\n- New.\n\n## [0.1.0] - 2026-01-01\n\n- Old.\n',
    );
  });

  it('does not come to be where nothing is new', () => {
    const after = withRelease(before, '0.2.0', '2026-02-03');
    assert.throws(
      () => withRelease(after, '0.3.0', '2026-02-04'),
      /nothing new/,
    );
  });
});

describe('the changelog', () => {
  const problemsIn = (text: string) => problemsOf(readChangelog(text));

  it('of this repository is in order', () => {
    const url = new URL('../../CHANGELOG.md', import.meta.url);
    const releases = readChangelog(readFileSync(url, 'utf8'));
    assert.deepEqual(problemsOf(releases), []);
    assert.ok(releases.length > 0);
  });

  it('in disorder is noticed', () => {
    assert.deepEqual(problemsIn('# Changelog\n'), [
      'The first part is not for what is next.',
    ]);
    const text = `
## [Unreleased]

Soon.

### Added

### Improved

- It.

## [0.2.0] - 2026-02-30

### Fixed

- A.

### Fixed

- B.

## [0.10.0] - 2026-03-01

## Old
`;
    assert.deepEqual(problemsIn(text), [
      'Unreleased has text outside of its groups.',
      '“Added” of Unreleased is empty.',
      'Unreleased has a group “Improved”.',
      '0.2.0 has no date like 2026-01-31.',
      '0.2.0 has two groups “Fixed”.',
      '0.10.0 stands below 0.2.0.',
      '0.10.0 is younger than 0.2.0.',
      '“Old” is no version.',
    ]);
  });

  it('tells how high a version has to be', () => {
    const news = (group: string, entry = 'It.'): News => ({
      name: 'Unreleased',
      date: undefined,
      loose: '',
      groups: [{ name: group, entries: [entry] }],
    });
    const breaking = news('Changed', '**Breaking:** `a` is gone.');
    for (const [told, current, lowest, tooLow] of [
      [news('Removed'), '1.2.3', '2.0.0', '1.3.0'],
      [breaking, '1.2.3', '2.0.0', '1.2.4'],
      [breaking, '0.2.3', '0.3.0', '0.2.4'],
      [news('Added'), '1.2.3', '1.3.0', '1.2.4'],
    ] as const) {
      assert.equal(whyTooLow(told, current, lowest), undefined);
      assert.match(whyTooLow(told, current, tooLow) ?? '', /is too low/);
    }
    assert.equal(whyTooLow(news('Fixed'), '1.2.3', '1.2.4'), undefined);
    assert.equal(whyTooLow(news('Added'), '0.2.3', '0.2.4'), undefined);
    assert.equal(whyTooLow(breaking, '2.0.0-rc.1', '2.0.0'), undefined);
  });

  it('has to name what is new, is gone or has another type', () => {
    const released = { 'attribute look': 'string', 'event done': '' };
    const now = { 'attribute look': "'a' | 'b'", 'member pause': '() => void' };
    const told = (group: string, ...entries: string[]) =>
      untold(released, now, { groups: [{ name: group, entries }] });
    const all = ['attribute look', 'event done', 'member pause'];
    assert.deepEqual(told('Fixed', '`overlook`, `pausing()`, look'), all);
    assert.deepEqual(
      told('Added', '`look="b"`', '`upload.pause()`', '`done` is gone'),
      ['event done'],
    );
    assert.deepEqual(told('Removed', '`look`, `done`, `pause(now)`'), []);
  });
});
