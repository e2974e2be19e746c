/** Which URL may get bytes or be read, and that nothing leaves for any other. */
import { expect } from '@open-wc/testing';
import {
  type AddressRules,
  partAddress,
  readableLink,
} from '../../src/engine/addresses.js';
import type { UploadError } from '../../src/engine/index.js';
import { bytesOf, fileOf, SESSION_URL, world } from '../helpers/engine.js';

const rules: AddressRules = {
  sessionOrigin: 'https://broker.example',
  allowedOrigins: ['https://files.example', 'http://plain.example:8080'],
  securePage: true,
};

/** `allowed`, or the code of the refusal. */
const verdict = (
  url: string,
  change: Partial<AddressRules> = {},
  first?: string,
): string => {
  try {
    partAddress(url, { ...rules, ...change }, first);
    return 'allowed';
  } catch (error) {
    const { code, message } = error as UploadError;
    // Whoever knows the path of such an address may upload.
    expect(message).not.to.contain('secret');
    return code;
  }
};

const allowed = [
  'https://broker.example/secret',
  'https://BROKER.example/secret',
  'https://broker.example:443/secret',
  'https://kommo.com/secret',
  'https://drive-c.kommo.com/upload/secret',
  'https://a.b.c.kommo.com/secret',
  'https://drive-a.amocrm.ru/secret',
  'https://drive-a.amocrm.com/secret',
  'https://DRIVE-C.KOMMO.COM/secret',
  'https://files.example/secret',
];

const forbidden: readonly (readonly [what: string, url: string])[] = [
  ['a name that only begins like it', 'https://x.kommo.com.evil.example/'],
  ['a name that only ends like it', 'https://evilkommo.com/secret'],
  ['a dash instead of a dot', 'https://drive-kommo.com/secret'],
  ['the name as user information', 'https://x.kommo.com@evil.example/'],
  ['the name as user and password', 'https://kommo.com:443@evil.example/'],
  ['user information at the right host', 'https://me@drive-c.kommo.com/'],
  ['a password at the right host', 'https://:pw@drive-c.kommo.com/'],
  ['user information at the session host', 'https://me:pw@broker.example/'],
  ['the name in the path', 'https://evil.example/.kommo.com/secret'],
  ['the name in the query', 'https://evil.example/?.kommo.com'],
  ['the name in the fragment', 'https://evil.example/#.kommo.com'],
  ['a backslash before it', 'https://evil.example\\.kommo.com/'],
  ['another port of Kommo', 'https://drive-c.kommo.com:8443/secret'],
  ['another port of the session host', 'https://broker.example:8443/secret'],
  ['a trailing dot', 'https://drive-c.kommo.com./secret'],
  ['a letter that looks like it', 'https://drive-c.kоmmo.com/secret'],
  ['another top level', 'https://drive-c.kommo.com.br/secret'],
  ['another top level of amocrm', 'https://drive-c.amocrm.net/secret'],
  ['the session host in the clear', 'http://broker.example/secret'],
  ['Kommo in the clear', 'http://drive-c.kommo.com/secret'],
  ['an allowed host with another scheme', 'http://files.example/secret'],
  ['an allowed host on another port', 'https://files.example:444/secret'],
  ['a child of an allowed host', 'https://a.files.example/secret'],
  ['an allowed origin in the clear', 'http://plain.example:8080/secret'],
  ['a stranger', 'https://evil.example/secret'],
  ['an address of IPv6', 'https://[2001:db8::1]/secret'],
  ['this machine, which nobody named', 'https://[::1]/secret'],
  ['this machine by number', 'http://127.0.0.1:9/secret'],
  ['this machine by name', 'http://localhost:9/secret'],
  ['javascript', 'javascript:alert(1)//kommo.com'],
  ['data', 'data:text/plain,kommo.com'],
  ['blob', 'blob:https://kommo.com/secret'],
  ['file', 'file:///etc/passwd'],
  ['ws', 'ws://drive-c.kommo.com/secret'],
  ['nothing', ''],
  ['a relative path, which is the page', '/upload/secret'],
  ['a path without a scheme', '//evil.example/secret'],
  ['no address at all', 'https://'],
];

describe('the address of a part', () => {
  for (const url of allowed)
    it(`may be ${url}`, () => expect(verdict(url)).to.equal('allowed'));

  for (const [what, url] of forbidden)
    it(`is not ${what}: ${url || '(empty)'}`, () =>
      expect(verdict(url)).to.equal('forbidden-address'));

  it('is http only when the page is, or on this machine', () => {
    const local = { sessionOrigin: 'http://localhost:8787' };
    const six = { sessionOrigin: 'http://[::1]:8787' };
    const plain = 'http://plain.example:8080/secret';
    expect(verdict(plain)).to.equal('forbidden-address');
    expect(verdict(plain, { securePage: false })).to.equal('allowed');
    expect(verdict('http://localhost:8787/x', local)).to.equal('allowed');
    expect(verdict('http://[::1]:8787/x', six)).to.equal('allowed');
    expect(
      verdict('http://127.0.0.1.evil.example/', {
        sessionOrigin: 'http://127.0.0.1.evil.example',
      }),
    ).to.equal('forbidden-address');
    expect(
      verdict('http://localhost.evil.example/', {
        sessionOrigin: 'http://localhost.evil.example',
      }),
    ).to.equal('forbidden-address');
  });

  it('never gets Kommo in the clear from its name alone, whatever the page is', () => {
    expect(
      verdict('http://drive-c.kommo.com/secret', { securePage: false }),
    ).to.equal('forbidden-address');
  });

  it('stays on the origin of the first part, allowed or not', () => {
    const first = 'https://drive-a.kommo.com';
    expect(verdict('https://drive-a.kommo.com/2', {}, first)).to.equal(
      'allowed',
    );
    expect(verdict('https://drive-b.kommo.com/2', {}, first)).to.equal(
      'forbidden-address',
    );
    expect(verdict('https://broker.example/2', {}, first)).to.equal(
      'forbidden-address',
    );
    expect(verdict('http://drive-a.kommo.com/2', {}, first)).to.equal(
      'forbidden-address',
    );
  });
});

describe('a link of a record', () => {
  it('is read only where it is https, or http on this machine', () => {
    for (const href of [
      'https://anywhere.example/x',
      'http://localhost:8787/x',
      'http://127.0.0.1/x',
      'http://[::1]/x',
    ])
      expect(readableLink(href), href).to.equal(href);
    for (const href of [
      'http://anywhere.example/x',
      'http://localhost.evil.example/x',
      'http://127.0.0.1.evil.example/',
      'https://me@anywhere.example/x',
      'https://me:pw@anywhere.example/x',
      'javascript:alert(1)',
      'data:text/html,x',
      'blob:https://anywhere.example/x',
      'https://',
      42,
      null,
      undefined,
      {},
    ])
      expect(readableLink(href), String(href)).to.equal(undefined);
  });
});

/** A drive whose answers are changed on their way; every request is seen. */
const liar = (
  change: (body: Record<string, unknown>, n: number) => unknown,
) => {
  let n = 0;
  return world({
    maxPartSize: 10,
    fetch: (drive) => async (input, init) => {
      const answer = await drive.fetch(input, init);
      const body = (await answer.json()) as Record<string, unknown>;
      n += 1;
      return Response.json(change(body, n), { status: answer.status });
    },
  });
};

describe('no request leaves for a forbidden address', () => {
  for (const [what, url] of forbidden) {
    it(`as the first part's: ${what}`, async () => {
      const { add, reaches, sent } = liar((body) => ({
        ...body,
        upload_url: url || ' ',
      }));
      const upload = add(fileOf(25));
      await reaches(upload, 'failed');
      expect(upload.error?.code).to.equal('forbidden-address');
      expect(sent.map((request) => request.url)).to.deep.equal([SESSION_URL]);
      expect(upload.leftovers).to.deep.equal([]);
    });
  }

  for (const [what, url] of [
    ['a stranger', 'https://evil.example/x'],
    ['Kommo, where the first part did not go', 'https://a.kommo.com/x'],
    ['another port', 'http://localhost:8788/x'],
    ['user information', 'http://me@localhost:8787/upload/x'],
    ['a relative path, which is the page', '/upload/x'],
    ['javascript', 'javascript:alert(1)'],
  ] as const) {
    it(`as the next part's: ${what}`, async () => {
      const { add, reaches, sent } = liar((body, n) =>
        n === 2 ? { ...body, next_url: url } : body,
      );
      const upload = add(fileOf(25));
      await reaches(upload, 'failed');
      expect(upload.error?.code).to.equal('forbidden-address');
      expect(sent).to.have.length(2);
      expect(new URL(sent[1]?.url ?? '').origin).to.equal(
        'http://localhost:8787',
      );
    });
  }

  it('but with openSession the parts go where its answer says, and stay there', async () => {
    const { add, reaches, drive, sent, clock } = world({ maxPartSize: 10 });
    const upload = add(fileOf(25), {
      sessionUrl: undefined,
      openSession: (request) =>
        clock.hold(async () => {
          const answer = await drive.fetch(
            'http://localhost:9999/v1.0/sessions',
            {
              method: 'POST',
              body: JSON.stringify(request),
            },
          );
          return answer.json();
        }),
    });
    await reaches(upload, 'uploaded');
    expect(new Set(sent.map(({ url }) => new URL(url).origin))).to.deep.equal(
      new Set(['http://localhost:9999']),
    );
  });

  it('and allowed-origins opens exactly the origins that it names', async () => {
    const elsewhere = (body: Record<string, unknown>) => {
      const text = JSON.stringify(body).replaceAll(
        'localhost:8787/upload',
        'localhost:9999/upload',
      );
      return JSON.parse(text);
    };
    const closed = liar(elsewhere);
    const refused = closed.add(fileOf(25));
    await closed.reaches(refused, 'failed');
    expect(refused.error?.code).to.equal('forbidden-address');

    const open = liar(elsewhere);
    const upload = open.add(fileOf(25), {
      allowedOrigins: 'http://localhost:9999 https://other.example',
    });
    await open.reaches(upload, 'uploaded');
    expect(await open.stored(upload.record)).to.deep.equal(bytesOf(25));
  });
});
