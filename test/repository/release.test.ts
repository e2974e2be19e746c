/** Which version may follow which, and what a release makes of the changelog. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
