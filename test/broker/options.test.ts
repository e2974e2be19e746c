/** When the broker refuses to start, and that it names every mistake at once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type BrokerOptions,
  BrokerOptionsError,
  createBroker,
  memoryStore,
  pageTicket,
} from '../../src/broker/index.js';
import { readSettings } from '../../src/broker/node/index.js';
import { crmHost, integration, key, otherKey } from './world.js';

const good: BrokerOptions = {
  key,
  accounts: [{ id: 1, host: crmHost }],
  integration,
  authorize: pageTicket(),
  origins: ['https://shop.example'],
  store: memoryStore(),
  singleInstance: true,
};

function mistakesOf(changes: Record<string, unknown>): readonly string[] {
  try {
    createBroker({ ...good, ...changes } as BrokerOptions);
  } catch (error) {
    assert.ok(error instanceof BrokerOptionsError, String(error));
    return error.mistakes;
  }
  return [];
}

test('the broker starts with what it needs', () => {
  assert.deepEqual(mistakesOf({}), []);
  assert.deepEqual(mistakesOf({ oldKey: otherKey }), []);
  assert.deepEqual(
    mistakesOf({
      key: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    }),
    [],
  );
});

describe('the broker does not start', () => {
  const account = { id: 1, host: crmHost };
  const cases: [string, RegExp, Record<string, unknown>][] = [
    ['without a key', /^key/, { key: undefined }],
    ['with an empty key', /^key/, { key: '' }],
    [
      'with a key of 31 bytes',
      /^key/,
      { key: Buffer.alloc(31, 'abcdefghijklmnopqrstuvw').toString('base64') },
    ],
    [
      'with a key of 33 bytes',
      /^key/,
      { key: Buffer.alloc(33, 'abcdefghijklmnopqrstuvw').toString('base64') },
    ],
    [
      'with a key that is a password',
      /^key/,
      { key: 'correct horse battery staple!!!!' },
    ],
    ['with a key of zeros', /^key/, { key: '0'.repeat(64) }],
    ['with a wrong old key', /^oldKey/, { oldKey: 'x' }],
    ['with the same key as the old one', /^oldKey/, { oldKey: key }],
    ['without accounts', /^accounts/, { accounts: undefined }],
    ['with no account', /^accounts/, { accounts: [] }],
    [
      'with an account without an id',
      /^accounts/,
      { accounts: [{ host: crmHost }] },
    ],
    [
      'with an account at another host',
      /^accounts/,
      { accounts: [{ id: 1, host: 'acme.kommo.com.evil.example' }] },
    ],
    [
      'with an account at an address',
      /^accounts/,
      { accounts: [{ id: 1, host: `https://${crmHost}` }] },
    ],
    [
      'with an account on this machine',
      /^accounts/,
      { accounts: [{ id: 1, host: 'localhost:1' }] },
    ],
    [
      'with an account twice',
      /^accounts: an id/,
      { accounts: [account, { id: 1, host: 'b.kommo.com' }] },
    ],
    [
      'with a host twice',
      /^accounts: an host|^accounts: a host/,
      { accounts: [account, { id: 2, host: crmHost }] },
    ],
    [
      'without an integration and a token',
      /^integration/,
      { integration: undefined },
    ],
    [
      'without a secret',
      /clientSecret/,
      { integration: { ...integration, clientSecret: '' } },
    ],
    [
      'with a redirect URI over http',
      /redirectUri/,
      {
        integration: {
          ...integration,
          redirectUri: 'http://broker.test/oauth/callback',
        },
      },
    ],
    [
      'with a redirect URI elsewhere',
      /redirectUri/,
      {
        integration: {
          ...integration,
          redirectUri: 'https://broker.test/callback',
        },
      },
    ],
    ['without authorize', /^authorize/, { authorize: undefined }],
    ['without origins', /^origins/, { origins: undefined }],
    ['with no origin', /^origins/, { origins: [] }],
    ['with * as an origin', /^origins: \*/, { origins: ['*'] }],
    [
      'with an origin and a slash',
      /^origins/,
      { origins: ['https://shop.example/'] },
    ],
    [
      'with an origin over http',
      /^origins/,
      { origins: ['http://shop.example'] },
    ],
    [
      'with a wildcard in an origin',
      /^origins/,
      { origins: ['https://*.shop.example'] },
    ],
    ['with null as an origin', /^origins/, { origins: ['null'] }],
    ['without a store', /^store/, { store: undefined }],
    [
      'with a store of one process, unless it says so',
      /^store/,
      { singleInstance: undefined },
    ],
    [
      'with a public address and a path',
      /^publicUrl/,
      { publicUrl: 'https://broker.test/x' },
    ],
    [
      'with a public address over http',
      /^publicUrl/,
      { publicUrl: 'http://broker.test' },
    ],
    ['with a wildcard among hosts', /^hosts/, { hosts: ['*.example.com'] }],
    ['with an address among hosts', /^hosts/, { hosts: ['127.0.0.1'] }],
    ['with a cap that holds no part', /^maxHeldBytes/, { maxHeldBytes: 1000 }],
    ['with an empty budget', /^budgets/, { budgets: { ticket: { bytes: 0 } } }],
  ];
  for (const [name, expected, changes] of cases)
    test(name, () => {
      const found = mistakesOf(changes);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', expected);
    });

  test('with dev and NODE_ENV=production', () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      assert.match(mistakesOf({ dev: true })[0] ?? '', /^dev must not/);
    } finally {
      if (before === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = before;
    }
  });

  test('with ten mistakes, and names them all at once', () => {
    const found = mistakesOf({
      key: 'x',
      oldKey: 'y',
      accounts: [],
      authorize: 1,
      origins: ['*'],
      store: undefined,
      publicUrl: 'x',
      hosts: ['*'],
      maxHeldBytes: 1,
      integration: { ...integration, clientId: '' },
    });
    assert.equal(found.length, 10, found.join('\n'));
  });

  test('and no mistake quotes a value, which may be a secret', () => {
    const found = mistakesOf({
      key: 'secret-one',
      oldKey: 'secret-two',
      accounts: [{ id: 1, host: crmHost, token: 'secret with a space' }],
      origins: ['https://secret@x'],
      hosts: ['secret.*'],
    });
    assert.equal(found.length, 5);
    assert.doesNotMatch(found.join('\n'), /secret/);
  });
});

test('dev lets any page ask and calls this machine', () => {
  assert.deepEqual(
    mistakesOf({
      dev: true,
      origins: undefined,
      accounts: [{ id: 1, host: 'localhost:8088' }],
    }),
    [],
  );
  assert.deepEqual(mistakesOf({ dev: true, origins: ['*'] }), []);
});

describe('settings from the environment', () => {
  const environment = {
    BROKER_KEY: key,
    ACCOUNTS: `1=${crmHost}, 2=b.amocrm.ru`,
    CLIENT_ID: 'id',
    CLIENT_SECRET: 'secret',
    PUBLIC_URL: 'https://broker.test',
    ORIGINS: 'https://shop.example, https://acme.kommo.com',
    REDIS_URL: 'redis://localhost:6379',
    RELAY: 'true',
  };

  test('are read', () => {
    const settings = readSettings(environment);
    assert.equal(settings.options.relay, true);
    assert.equal(settings.options.links, false);
    assert.deepEqual(settings.options.accounts, [
      { id: 1, host: crmHost },
      { id: 2, host: 'b.amocrm.ru' },
    ]);
    assert.equal(
      settings.options.integration?.redirectUri,
      'https://broker.test/oauth/callback',
    );
    assert.equal(settings.store.kind, 'redis');
    assert.equal(settings.port, 8080);
  });

  test('are checked all at once, each mistake by the name of its variable', () => {
    try {
      readSettings({
        BROKER_KEY: 'x',
        ACCOUNTS: 'acme',
        ORIGINS: '*',
        RELAY: 'yes',
        PORT: '99999',
        AUTHORIZE: 'everybody',
        MAX_HELD_BYTES: 'much',
        PUBLIC_URL: 'http://broker.test',
      });
      assert.fail('it starts');
    } catch (error) {
      assert.ok(error instanceof BrokerOptionsError, String(error));
      const text = error.mistakes.join('\n');
      for (const name of [
        'BROKER_KEY',
        'ACCOUNTS',
        'ORIGINS',
        'RELAY',
        'PORT',
        'AUTHORIZE',
        'MAX_HELD_BYTES',
        'PUBLIC_URL',
        'REDIS_URL',
        'CLIENT_ID',
      ])
        assert.match(text, new RegExp(`^${name}`, 'm'));
    }
  });

  test('a long-lived token takes the place of the integration', () => {
    const { CLIENT_ID: _, CLIENT_SECRET: __, ...rest } = environment;
    const settings = readSettings({
      ...rest,
      TOKEN_1: 'a-long-lived-token',
      TOKEN_2: 'another-long-one',
    });
    assert.equal(settings.options.integration, undefined);
    assert.equal(settings.options.accounts[0]?.token, 'a-long-lived-token');
  });
});
