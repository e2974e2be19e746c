/**
 * What the bench makes of its numbers. Knows: its tables and its arithmetic; plays no scene.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Kept, SceneRun } from '../bench/kept.js';
import type { Stamp } from '../bench/machine.js';
import { peerIds } from '../bench/peers.js';
import { scenes } from '../bench/scenes.js';
import { median, ratioOf, wasBusy } from '../bench/stats.js';
import { resultsText } from '../bench/table.js';
import { floorOf, partsOf } from '../bench/where-text.js';

const quiet: Stamp = {
  ...{ date: '2026-01-02', machine: 'a machine' },
  ...{ load: { before: 0.2, after: 2 }, busy: false },
};

const run = (ways: SceneRun['ways'], on = quiet): SceneRun => ({
  ...{
    ways,
    on,
    visibility: 'visible',
    timer: 1000,
    versions: { tus: 'tus 1.2.3' },
  },
});

const keeping = (runs: Kept['scenes'], list: Kept['list'] = []): Kept => ({
  ...{ scenes: runs, list },
});

const lineOf = (text: string, start: string): string =>
  text.split('\n').find((line) => line.startsWith(start)) ?? '';

describe('the bench', () => {
  it('takes the middle of an odd number of turns, and of an even one what lies between', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([9, 1, 5, 7]), 6);
    assert.ok(Number.isNaN(median([])));
  });

  it('compares each turn with the bare one of the same round', () => {
    // The machine was busy in the second round, for both; the medians alone would make 1.2 of it.
    const ratio = ratioOf([11, 330, 24], [10, 300, 20]);
    assert.deepEqual(
      [ratio.median, ratio.least, ratio.most].map((each) => each.toFixed(2)),
      ['1.10', '1.10', '1.20'],
    );
  });

  it('believes its own load, and not that of others', () => {
    assert.equal(wasBusy({ before: 0.5, after: 3.5 }, 2), false);
    assert.equal(wasBusy({ before: 3.5, after: 2 }, 2), true);
    assert.equal(wasBusy({ before: 0.5, after: 4.5 }, 2), true);
  });

  it('counts the answers that a file has to wait for', () => {
    assert.equal(partsOf(300 * 2 ** 20, 128 * 1024), 2400);
    assert.equal(floorOf(16 * 2 ** 20, 128 * 1024, 20), 129 * 20);
  });

  it('has a thousand mixed files, the same each time, none of them empty', () => {
    const sizes = scenes.mixed?.sizes ?? [];
    assert.equal(sizes.length, 1000);
    assert.equal(Math.max(...sizes), 2 ** 20);
    assert.ok(sizes.every((size) => Number.isInteger(size) && size > 0));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    assert.match(
      scenes.mixed?.name ?? '',
      new RegExp(` ${Math.round(bytes / 2 ** 20)} MiB`),
    );
  });

  it('tells of a scene its medians, its ratios, and what they may be at most', () => {
    const text = resultsText(
      keeping({
        'one-20': run({
          bare: { took: [100, 200] },
          ours: { took: [103, 220] },
        }),
      }),
    );
    assert.equal(
      lineOf(text, '| one file of 16 MiB, 20 ms'),
      '| one file of 16 MiB, 20 ms | 150 ms | 162 ms | 1.065 | 1.03 to 1.10 | 1.03 | 2 |',
    );
    assert.doesNotMatch(text, /†|Beside others|The list/);
  });

  it('says which others have no parts, and why one did not come to an end', () => {
    const text = resultsText(
      keeping({
        'one-20': run({
          bare: { took: [100] },
          ours: { took: [101] },
          tus: {
            took: [110],
            received: { bytes: 1, requests: 128, preflights: 2 },
          },
          filepond: { took: [], failed: 'not done after 20 s' },
        }),
      }),
    );
    const [, beside = ''] = text.split('## Beside others');
    const cells = lineOf(beside, '| one file').split(' | ').slice(3, -1);
    assert.deepEqual(
      Object.fromEntries(peerIds.map((id, at) => [id, cells[at]])),
      {
        tus: '110 ms (1.10)',
        'uppy-tus': '',
        'uppy-xhr': 'no parts',
        dropzone: '',
        filepond: 'failed',
        vaadin: 'no parts',
      },
    );
    assert.match(beside, /FilePond failed in .*: not done after 20 s/);
    assert.match(lineOf(beside, '| tus-js'), /tus 1\.2\.3.* \| 128 \+ 2 \|/);
  });

  it('keeps in sight what was measured while others worked on the machine', () => {
    const busy = { ...quiet, busy: true };
    const ways = { bare: { took: [1] }, ours: { took: [1] } };
    const text = resultsText(
      keeping({ 'one-20': run(ways), 'one-0': run(ways, busy) }, [
        {
          task: 'add',
          count: 10_000,
          who: 'vaadin',
          over: 120_000,
          load: 9,
          on: busy,
        },
      ]),
    );
    assert.match(text, /\*\*Others worked on this machine meanwhile/);
    assert.match(lineOf(text, '| one file of 16 MiB, no'), /no latency † \|/);
    assert.doesNotMatch(lineOf(text, '| one file of 16 MiB, 20'), /†/);
    assert.match(
      lineOf(text, '| Vaadin Upload | 10,000'),
      /added † \| not after 120 s \|/,
    );
  });

  it('says how much slower a tab is that nobody sees', () => {
    const took = (ours: number) =>
      run({ bare: { took: [100] }, ours: { took: [ours] } });
    const text = resultsText(
      keeping({ 'one-20': took(100), 'hidden-one': took(101) }),
    );
    assert.match(
      text,
      /the large file took 1\.01 of the time in sight \(a timer of 10 ms took 1000 ms\)/,
    );
  });
});
