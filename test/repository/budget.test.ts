/** How large the package may be: what the build says where a number is another one, and that texts name the kept ones. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  type Budget,
  complaint,
  differences,
  kilobytes,
  sizeOf,
  withSizes,
} from '../../src/build/budget.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const budget: Budget = JSON.parse(read('src/build/budget.json'));

describe('the budget', () => {
  const kept = {
    file: { minified: 154_000, brotli: 47_000 },
    zip: { bytes: 9 },
  };

  it('has nothing to say where each number is the same', () => {
    assert.deepEqual(differences(kept, structuredClone(kept)), []);
  });

  it('names old, new and what is between, for less as for more', () => {
    assert.deepEqual(
      differences(kept, {
        file: { minified: 154_010, brotli: 46_990 },
        zip: { bytes: 9 },
      }),
      ['file: minified 154,000 → 154,010 (+10), brotli 47,000 → 46,990 (-10)'],
    );
  });

  it('notices what is new and what is gone', () => {
    const { file } = kept;
    assert.deepEqual(differences(kept, { file, other: { bytes: 1 } }), [
      'zip: bytes 9 → none',
      'other: bytes none → 1',
    ]);
  });

  it('is broken with the way to accept it', () => {
    assert.match(
      complaint(['zip: bytes 9 → 8 (-1)']),
      /\(-1\)[\s\S]+--write-budget/,
    );
  });

  it('counts the bytes of all files together, each compressed by itself', () => {
    const { minified, brotli } = sizeOf('ж'.repeat(500), 'a');
    assert.equal(minified, 1001);
    assert.ok(brotli !== undefined && brotli < 40);
  });
});

describe('what people read about sizes', () => {
  it('in the README is what the budget says', () => {
    const told = (readme: string) =>
      readme.split('\n').filter((line) => /\d kB\b/.test(line));
    const readme = read('README.md');
    assert.deepEqual(told(withSizes(readme, budget)), told(readme));
    assert.equal(withSizes(readme, budget), readme);
    const twice = Object.fromEntries(
      Object.keys(budget).map((name) => [name, { brotli: 200_000 }]),
    );
    assert.equal(withSizes(readme, twice).match(/\b200 kB/g)?.length, 6);
  });

  it('in the guide to languages is what the largest one has', () => {
    const [, size] =
      /\(up to (\d+) kB compressed\)/.exec(read('demo/guide/languages.md')) ??
      [];
    assert.equal(Number(size), kilobytes(budget, 'the largest language'));
  });
});
