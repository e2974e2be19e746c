/** The probe against the local drive in each of its modes, and against one that plays back what the probe found. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
  type Behaviour,
  behaviourRules,
  defaultBehaviour,
  readProfile,
} from '../../demo/drive/node.js';
import { profileText } from '../../src/probe/profile.js';
import { account, drive, profileOf, timeless } from './world.js';

/** Each value of each option is in here once at least; a test sees to it. */
const modes: readonly Partial<Behaviour>[] = [
  {},
  {
    ...{ maxPartSize: 300, maxFileSize: 5000, sessionTtl: 600 },
    ...{ uuid: 'version', cors: 'none' },
    ...{ replay: 'append', cut: 'keep', over: 'grow' },
  },
  {
    ...{ cors: 'bare-errors', bearer: 'same' },
    ...{ replay: 'refuse', cut: 'taken', over: 'refuse' },
  },
  {
    ...{ cors: 'account', origins: [account], zero: 'refuse' },
    ...{ replay: 'missing', cut: 'keep', downloads: 'none' },
  },
  {
    ...{ maxPartSize: 524_288, cors: 'hidden-retry-after' },
    ...{ cut: 'taken', downloads: 'whole' },
  },
  {
    ...{ maxPartSize: 7, uuid: 'version', bearer: 'same' },
    ...{ replay: 'append', over: 'refuse', downloads: 'none' },
  },
  {
    ...{ cors: 'account', origins: ['null'] },
    ...{ replay: 'missing', cut: 'taken', over: 'grow' },
  },
];

describe('the probe finds out the mode of a drive, and the drive plays it back', {
  concurrency: 4,
}, () => {
  for (const mode of modes)
    test(JSON.stringify(mode), async (t) => {
      const wanted = { ...defaultBehaviour(), ...mode };
      const profile = await profileOf(await drive(t, mode));
      const { latency: _, rate: __, origins, ...options } = wanted;
      assert.deepEqual(timeless(profile).behaviour, {
        ...options,
        ...(origins.length > 0 && { origins }),
      });
      assert.deepEqual(profile.unanswered, []);
      assert.deepEqual(profile.unplayable, []);

      const played = readProfile(profileText(profile));
      const again = await profileOf(await drive(t, played));
      assert.deepEqual(timeless(again), timeless(profile));
    });

  test('every value of every option was among them', () => {
    const missed = Object.entries(behaviourRules).flatMap(([name, rule]) => {
      if (rule.kind !== 'choice') return [];
      const seen = modes.map((mode) => `${mode[name as keyof Behaviour]}`);
      return rule.values
        .filter((value) => value !== rule.fallback && !seen.includes(value))
        .map((value) => `${name} ${value}`);
    });
    assert.deepEqual(missed, []);
  });
});

describe('what only the clock tells', { concurrency: 3 }, () => {
  test('{"latency":30}: as the quickest answer', async (t) => {
    const slow = await profileOf(await drive(t, { latency: 30 }));
    const { latency = 0 } = slow.behaviour;
    assert.ok(latency >= 30 && latency < 1000, `${latency}`);
    assert.equal(latency % 10, 0);
  });

  test('{"rate":30}: with load it is counted, and 429 spoils no other answer', async (t) => {
    const limited = await profileOf(await drive(t, { rate: 30 }), {
      load: true,
    });
    assert.equal(limited.behaviour.rate, 30);
    assert.equal(limited.answers.load?.retryAfter, '1');
    const { latency, rate, origins, ...others } = defaultBehaviour();
    assert.deepEqual(timeless(limited).behaviour, { ...others, rate: 30 });
    assert.deepEqual(limited.unanswered, []);
  });

  test('without load nobody looks for the limit, and each 429 is waited out and counted', async (t) => {
    const running = await drive(t);
    const limit = { on: 'part', kind: 'status', status: 429 } as const;
    running.drive.faults.add({ ...limit, retryAfter: 1, skip: 60, times: 2 });
    const profile = await profileOf(running);
    assert.equal(profile.behaviour.rate, undefined);
    assert.equal(profile.limited, 2);
    assert.deepEqual(profile.unanswered, []);
    const { latency, rate, origins, ...others } = defaultBehaviour();
    assert.deepEqual(timeless(profile).behaviour, others);
  });
});

test('the guide names every option and each of its values', () => {
  const guide = readFileSync(
    new URL('../../demo/guide/probe.md', import.meta.url),
    'utf8',
  );
  for (const [name, rule] of Object.entries(behaviourRules))
    for (const word of [name, ...(rule.kind === 'choice' ? rule.values : [])])
      assert.ok(guide.includes(`\`${word}\``), word);
});

test('keep and taken are one where a part is taken again: no answer tells them apart', async (t) => {
  const profile = await profileOf(
    await drive(t, { replay: 'append', cut: 'taken' }),
  );
  assert.equal(profile.behaviour.cut, 'keep');
});
