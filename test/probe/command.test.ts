/** `kommo-uploader probe` as a process: where the token comes from, what is written, what a Ctrl-C leaves. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCrm } from '../../demo/crm/server.js';
import { defaultBehaviour } from '../../demo/drive/node.js';
import { ArgumentError, readArguments } from '../../src/probe/arguments.js';
import type { KommoProfile } from '../../src/probe/profile.js';
import { temporaryFolder } from '../drive/client.js';
import { drive, runCommand, watched } from './world.js';

/** Whatever is signed, and every address that carries it. */
const secret = /eyJ|\/upload\/|\/download\/|access-[0-9a-f]{8}|Bearer/;

describe('the command', () => {
  test('asks an account, writes the profile, prints the settings, and leaves nothing behind', async (t) => {
    const folder = await temporaryFolder(t);
    const integration = {
      ...{ client_id: 'id', client_secret: 'secret' },
      redirect_uri: 'https://broker.test/oauth/callback',
    };
    // One token opens both, as an account's does.
    const token = `access-${'f'.repeat(40)}`;
    const running = await drive(t, {
      token,
      ...{ cors: 'bare-errors', replay: 'refuse', zero: 'refuse' },
    });
    const crm = await startCrm({
      accounts: [{ id: 1, subdomain: 'acme', drive_url: running.url }],
      ...{ integration, rate: 0 },
    });
    t.after(() => crm.close());
    crm.crm.oauth.accountOf = (given) => (given === token ? 1 : undefined);

    const { ended, output } = runCommand(
      t,
      ['--crm', crm.url, '--card', 'leads/7', '--note', '--field', '5'],
      { env: { KOMMO_TOKEN: token }, cwd: folder },
    );
    assert.equal(await ended, 0, output());
    assert.match(output(), /RELAY=true +pages cannot read the errors/);
    assert.match(output(), /min-file-size="1"/);
    assert.match(output(), /deleted \d+ files/);

    const file = join(folder, 'kommo-profile.json');
    const text = await readFile(file, 'utf8');
    const { behaviour, answers, unanswered } = JSON.parse(text) as KommoProfile;
    assert.deepEqual(unanswered, []);
    assert.equal(behaviour.cors, 'bare-errors');
    assert.equal(behaviour.replay, 'refuse');
    assert.deepEqual(answers.card, {
      ...{ link: 200, listed: true, unlink: 202, note: 200 },
      field: { set: 200, shown: true, cleared: 200 },
    });
    for (const said of [text, output()]) {
      assert.doesNotMatch(said, secret);
      assert.ok(!said.includes(token));
    }
    assert.deepEqual(await running.drive.files(), []);
    assert.deepEqual(crm.crm.cards.files('leads/7'), []);
    assert.deepEqual(crm.crm.cards.fields('leads/7'), []);
    assert.equal(crm.crm.cards.notes('leads').length, 1);

    const played = await playedBack(t, folder, file);
    assert.deepEqual(played, {
      ...{ ...defaultBehaviour(), ...behaviour },
      // The command line goes before the profile.
      zero: 'ok',
    });
  });

  test('takes the token from the standard input as well, and says so where none comes', async (t) => {
    const folder = await temporaryFolder(t);
    const running = await drive(t);
    const args = ['--drive', running.url, '--out', join(folder, 'a.json')];
    const given = runCommand(t, args);
    given.child.stdin?.end(`${running.token}\n`);
    const none = runCommand(t, args);
    none.child.stdin?.end('\n');
    const wrong = runCommand(t, args, { env: { KOMMO_TOKEN: 'of-nobody-0' } });
    assert.equal(await given.ended, 0, given.output());
    assert.ok(!given.output().includes(running.token));
    assert.equal(await none.ended, 2);
    assert.match(none.output(), /no access token: set KOMMO_TOKEN/);
    assert.equal(await wrong.ended, 1);
    assert.match(wrong.output(), /answered 401: it does not take the token/);
    assert.ok(!wrong.output().includes('of-nobody-0'));
  });

  test('deletes what it uploaded when it is stopped in the middle', async (t) => {
    const folder = await temporaryFolder(t);
    const running = await drive(t, { latency: 20 });
    const out = join(folder, 'a.json');
    const { child, ended, output } = runCommand(
      t,
      ['--drive', running.url, '--out', out],
      { env: { KOMMO_TOKEN: running.token } },
    );
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', () => {
        if (output().includes('sizes and names of files')) resolve();
      });
    });
    assert.notDeepEqual(await running.drive.files(), []);
    child.kill('SIGINT');
    assert.equal(await ended, 130, output());
    assert.match(output(), /Stopping\. What was uploaded is deleted/);
    assert.deepEqual(await running.drive.files(), []);
    assert.equal(existsSync(out), false);
  });
});

/** What a drive that was started with a profile does, as it says itself. */
async function playedBack(
  t: { after(fn: () => unknown): void },
  folder: string,
  file: string,
): Promise<unknown> {
  const { child, ended, output } = runDrive(t, [
    ...['--port', '0', '--open', '--data', join(folder, 'drive')],
    ...['--profile', file, '--zero', 'ok'],
  ]);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /listens on (\S+)/.exec(output())?.[1];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(output())));
  });
  const answer = await fetch(`${url}/_control/options`);
  const { options } = (await answer.json()) as { options: unknown };
  return options;
}

function runDrive(
  t: { after(fn: () => unknown): void },
  args: readonly string[],
) {
  const main = fileURLToPath(
    new URL('../../demo/drive/main.ts', import.meta.url),
  );
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: 'pipe',
  });
  return watched(t, child);
}

test('a drive says what is wrong with a profile, and does not start', async (t) => {
  const folder = await temporaryFolder(t);
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const profile = (rest: object) =>
    JSON.stringify({ format: 'kommo-profile', version: 1, ...rest });
  const cases: [string, RegExp][] = [
    [join(folder, 'none.json'), /cannot be used: ENOENT/],
    [await file('text', 'hello'), /it is no JSON object/],
    [await file('other', '{"name":"x"}'), /it is no kommo-profile/],
    [await file('later', profile({ version: 2 })), /it has version 2/],
    [
      await file('odd', profile({ behaviour: { cut: 'half' } })),
      /in behaviour, cut must be one of drop, keep, taken/,
    ],
    [
      await file('empty', profile({})),
      /in behaviour, expected an object of options/,
    ],
  ];
  const runs = cases.map(async ([path, words]) => {
    const { ended, output } = runDrive(t, ['--port', '0', '--profile', path]);
    assert.equal(await ended, 2, output());
    assert.match(output(), words);
    assert.doesNotMatch(output(), /\n +at /);
  });
  await Promise.all(runs);
});

describe('the command line', () => {
  const refusal = (...args: string[]) => {
    try {
      readArguments(args);
    } catch (error) {
      assert.ok(error instanceof ArgumentError);
      return error.message;
    }
    return 'accepted';
  };

  test('names an account by its subdomain or its whole host', () => {
    for (const [subdomain, crm] of [
      ['acme', 'https://acme.kommo.com'],
      ['Acme.amocrm.ru', 'https://acme.amocrm.ru'],
    ] as const) {
      const command = readArguments(['--subdomain', subdomain]);
      assert.equal(command.kind === 'probe' && command.probe.crm, crm);
    }
  });

  test('sends a token to no other place', () => {
    for (const subdomain of [
      'acme.kommo.com.evil.example',
      'evil.example',
      'acme.kommo.com@evil.example',
      'evil.example/.kommo.com',
      'evil.example#.kommo.com',
      'acme:8080',
      '127.0.0.1',
      '',
    ])
      assert.match(refusal('--subdomain', subdomain), /--subdomain is/);
    for (const url of [
      'https://drive-c.kommo.com',
      'http://evil.example',
      'http://localhost.evil.example',
      'http://user@localhost',
      'http://localhost/path',
      'ftp://localhost',
    ])
      assert.match(refusal('--drive', url), /for this computer only/);
  });

  test('says what is missing or wrong, and repeats no word that could be the token', () => {
    assert.match(refusal(), /Give the account/);
    assert.match(refusal('eyJsecret'), /a word without a flag/);
    assert.match(refusal('--token', 'eyJsecret'), /a flag that the probe/);
    assert.match(refusal('--subdomain', 'a', '--note'), /need a --card/);
    assert.match(
      refusal('--subdomain', 'a', '--card', 'leads/x'),
      /--card is a type and a number/,
    );
    assert.match(
      refusal('--subdomain', 'a', '--drive', 'http://localhost:1'),
      /Give --subdomain, or/,
    );
    for (const words of [refusal('eyJsecret'), refusal('--token=eyJsecret')])
      assert.doesNotMatch(words, /eyJ/);
  });
});
