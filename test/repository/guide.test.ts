/** That the guide tells what chaos counted, and that what it counted is a proof. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Results, withSection } from '../chaos/totals.js';

const read = (name: string) =>
  readFileSync(new URL(`../../demo/guide/${name}`, import.meta.url), 'utf8');

describe('the guide to reliability', () => {
  const guide = read('reliability.md');
  const results = JSON.parse(read('chaos-results.json')) as Results;

  it('has the table of the results that are kept', () => {
    assert.equal(guide, withSection(guide, results));
  });

  for (const [mode, least] of [
    ['engine', 10_000],
    ['browser', 300],
  ] as const)
    it(`tells of a run of at least ${least} schedules in the ${mode} in which nothing went wrong`, () => {
      const run = results[mode];
      assert.ok(run && run.schedules >= least);
      const { lost, announcedWrong, eventsWrong } = run;
      assert.deepEqual([lost, announcedWrong, eventsWrong], [0, 0, 0]);
    });
});
