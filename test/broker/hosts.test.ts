/** Which addresses the broker takes for Kommo's: hostile ones first. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Hosts, isHostName } from '../../src/broker/hosts.js';

const hosts = new Hosts();

const hostile = [
  'https://x.kommo.com.evil.example',
  'https://x.kommo.com.evil.example/upload/1',
  'https://x.kommo.com@evil.example',
  'https://x.kommo.com:x@evil.example/',
  'https://user@x.kommo.com',
  'https://user:secret@x.kommo.com/',
  'https://evil.example/x.kommo.com',
  'https://evil.example#x.kommo.com',
  'https://evil.example?x.kommo.com',
  'https://evil.example\\.kommo.com',
  'https://x.kommo.com\\@evil.example',
  'https:\\\\x.kommo.com',
  'https:/x.kommo.com',
  'https:x.kommo.com',
  '//x.kommo.com',
  'x.kommo.com',
  'https://x.kommo.com:443',
  'https://x.kommo.com:8443/upload/1',
  'https://x.kommo.com.',
  'https://x.kommo.com./upload/1',
  'https://kommo.com',
  'https://.kommo.com',
  'https://a.b.kommo.com',
  'https://xkommo.com',
  'https://evil-kommo.com',
  'https://x.kommo.co',
  'https://x.kommo.comm',
  'https://x.amocrm.ru.evil.example',
  'https://x.kommo.com%2eevil.example',
  'https://x%2ekommo.com',
  'https://X.KOMMO.COM',
  'HTTPS://x.kommo.com',
  'https://ｘ.kommo.com',
  'https://x.kommo。com',
  'https://x.kоmmo.com',
  'https://x\u00ad.kommo.com',
  'https://x.kommo.com\n.evil.example',
  'https://x.kommo.com\t',
  ' https://x.kommo.com',
  'https://x.kommo.com ',
  'https://x_y.kommo.com',
  'http://x.kommo.com',
  'ftp://x.kommo.com',
  'javascript:alert(1)//x.kommo.com',
  'data:text/html,x.kommo.com',
  'https://127.0.0.1',
  'https://127.1',
  'https://2130706433',
  'https://0x7f000001',
  'https://0177.0.0.1',
  'https://0',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://localhost',
  'https://localhost:8080',
  'http://localhost:8080',
  'https://metadata.google.internal',
  'https://169.254.169.254/latest',
  `https://x.kommo.com/${'a'.repeat(5000)}`,
  '',
  undefined,
  null,
  42,
  {},
  ['https://x.kommo.com'],
];

describe('an address is not called', () => {
  for (const address of hostile)
    test(JSON.stringify(address)?.slice(0, 70) ?? 'undefined', () => {
      assert.equal(hosts.url(address), undefined);
      assert.equal(hosts.origin(address), undefined);
    });
});

describe('an address is called', () => {
  for (const address of [
    'https://x.kommo.com',
    'https://drive-c.kommo.com/upload/eyJ.a.b',
    'https://a1-b.amocrm.ru/v1.0/sessions/upload/x?y=1',
    'https://www.amocrm.com/',
  ])
    test(address, () => {
      assert.equal(hosts.url(address)?.protocol, 'https:');
    });
});

test('an origin has no path, not even a slash', () => {
  assert.equal(hosts.origin('https://x.kommo.com'), 'https://x.kommo.com');
  assert.equal(hosts.origin('https://x.kommo.com/'), undefined);
  assert.equal(hosts.origin('https://x.kommo.com/a'), undefined);
});

test('a host is matched as a whole name', () => {
  assert.equal(hosts.isHost('acme.kommo.com'), true);
  for (const host of [
    'acme.kommo.com.evil.example',
    'acme.kommo.com:443',
    'acme.kommo.com/x',
    'user@acme.kommo.com',
    'acme.kommo.com.',
    'ACME.kommo.com',
    'localhost:1',
    '127.0.0.1',
    '',
  ])
    assert.equal(hosts.isHost(host), false, host);
});

test('hosts given by the host application are whole names too', () => {
  const given = new Hosts({ hosts: ['files.example.com'] });
  assert.ok(given.url('https://files.example.com/a'));
  assert.equal(given.url('https://a.files.example.com/a'), undefined);
  assert.equal(given.url('https://files.example.com.evil.example'), undefined);
  assert.equal(given.url('http://files.example.com/a'), undefined);
});

test('a wildcard, an address or a port is no name for hosts', () => {
  assert.equal(isHostName('files.example.com'), true);
  for (const name of [
    '*.example.com',
    '127.0.0.1',
    '[::1]',
    '2130706433',
    '0x7f.1',
    'localhost',
    'a.localhost',
    'example.com:443',
    'https://example.com',
    'example.com.',
    'Example.com',
    'example',
    '',
    7,
  ])
    assert.equal(isHostName(name), false, String(name));
});

test('dev adds localhost with a port, over http, and nothing else', () => {
  const dev = new Hosts({ dev: true });
  assert.ok(dev.url('http://localhost:8787/upload/1'));
  assert.ok(dev.url('http://127.0.0.1:8787'));
  for (const address of [
    'http://127.0.0.2:8787',
    'http://localhost.evil.example:80',
    'http://x.kommo.com',
    'http://localhost:8787@evil.example',
    'http://127.1:8787',
    'http://[::1]:8787',
  ])
    assert.equal(dev.url(address), undefined, address);
});
