/** What a page may ask for, and what is said about what nobody can understand. */
import { expect } from '@open-wc/testing';
import {
  checkLimits,
  checkOptions,
  OptionError,
  type UploadOptions,
} from '../../src/engine/index.js';
import { fileOf, world } from '../helpers/engine.js';

const sessionUrl = 'https://broker.example/v1.0/sessions';
const check = (options: unknown) =>
  checkOptions({ sessionUrl, ...(options as UploadOptions) });

/** The option that is named as the wrong one; `taken` if none is. */
const wrong = (task: () => unknown): string => {
  try {
    task();
    return 'taken';
  } catch (error) {
    expect(error).to.be.instanceOf(OptionError);
    const { code, subject, message } = error as OptionError;
    expect(code).to.equal('bad-option');
    expect(message).not.to.equal('');
    return subject ?? 'nothing named';
  }
};

const wrongOption = (options: unknown) => wrong(() => check(options));

describe('sizes', () => {
  const sizes: readonly (readonly [unknown, number])[] = [
    [0, 0],
    [1, 1],
    ['0', 0],
    ['1', 1],
    ['1024', 1024],
    ['10b', 10],
    ['10 B', 10],
    ['1 kB', 1000],
    ['1KB', 1000],
    ['1 KiB', 1024],
    ['10 MB', 10_000_000],
    ['10MB', 10_000_000],
    ['10 mb', 10_000_000],
    ['10 MiB', 10_485_760],
    ['10MIB', 10_485_760],
    ['1.5 GiB', 1_610_612_736],
    ['2 GB', 2_000_000_000],
    ['1 TB', 1e12],
    ['1 TiB', 1024 ** 4],
    ['  7 MB  ', 7_000_000],
    ['0.5', 1],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ];
  for (const [asked, bytes] of sizes)
    it(`${JSON.stringify(asked)} is ${bytes} bytes`, () => {
      const limits = { maxFileSize: asked as string };
      expect(checkLimits(limits).maxFileSize).to.equal(bytes);
    });

  for (const asked of [
    'much',
    '10 XB',
    '10 MBs',
    'MB',
    '-1',
    -1,
    '-10 MB',
    '10, MB',
    '1,5 MB',
    '1.2.3',
    '0x10',
    '١٠ MB',
    ' ',
    '1 2 MB',
    '9007199254740993',
    '99999999999 TB',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    {},
    [],
    true,
  ])
    it(`${typeof asked === 'number' ? asked : JSON.stringify(asked)} is no size`, () =>
      expect(
        wrong(() => checkLimits({ maxFileSize: asked as string })),
      ).to.equal('max-file-size'));

  it('each limit names itself when it is wrong, and is not set when it is missing', () => {
    const asked = 'x' as string;
    expect(wrong(() => checkLimits({ minFileSize: asked }))).to.equal(
      'min-file-size',
    );
    expect(wrong(() => checkLimits({ maxTotalSize: asked }))).to.equal(
      'max-total-size',
    );
    expect(wrong(() => checkLimits({ maxFiles: asked }))).to.equal('max-files');
    for (const missing of [undefined, null, ''])
      expect(
        checkLimits({ maxFileSize: missing, maxFiles: missing }),
      ).to.deep.equal(checkLimits({}));
  });
});

describe('numbers', () => {
  it('concurrency and max-files are whole numbers from 1', () => {
    for (const [asked, number] of [
      [1, 1],
      ['1', 1],
      [' 6 ', 6],
      [100, 100],
    ] as const) {
      expect(check({ concurrency: asked }).concurrency).to.equal(number);
      expect(checkLimits({ maxFiles: asked }).maxFiles).to.equal(number);
    }
    for (const asked of [0, -1, 1.5, '1.5', 'two', Number.NaN, 2 ** 53, '∞']) {
      expect(wrongOption({ concurrency: asked }), `${asked}`).to.equal(
        'concurrency',
      );
      expect(
        wrong(() => checkLimits({ maxFiles: asked })),
        `${asked}`,
      ).to.equal('max-files');
    }
  });

  it('retry-for is seconds, 0 or more, 900 by itself', () => {
    expect(check({}).retryFor).to.equal(900_000);
    expect(check({ retryFor: '' }).retryFor).to.equal(900_000);
    expect(check({ retryFor: 0 }).retryFor).to.equal(0);
    expect(check({ retryFor: '0.5' }).retryFor).to.equal(500);
    expect(check({ retryFor: '60' }).retryFor).to.equal(60_000);
    for (const asked of [-1, '-1', 'long', Number.NaN, '1 min', 'Infinity'])
      expect(wrongOption({ retryFor: asked }), `${asked}`).to.equal(
        'retry-for',
      );
  });
});

describe('addresses among the options', () => {
  it('the session address is http or https, without user information', () => {
    expect(check({}).sessionUrl).to.equal(sessionUrl);
    expect(check({ sessionUrl: 'http://x.example' }).sessionUrl).to.equal(
      'http://x.example/',
    );
    for (const asked of [
      'https://me@broker.example/',
      'https://me:pw@broker.example/',
      'javascript:alert(1)',
      'data:text/plain,x',
      'ftp://broker.example/',
      'https://',
      'http://[::1',
    ])
      expect(wrongOption({ sessionUrl: asked }), asked).to.equal('session-url');
  });

  it('a relative session address belongs to the page', () => {
    expect(check({ sessionUrl: '/sessions' }).sessionUrl).to.equal(
      `${location.origin}/sessions`,
    );
  });

  it('either a session address or openSession is there', () => {
    expect(wrong(() => checkOptions({}))).to.equal('session-url');
    expect(wrong(() => checkOptions({ sessionUrl: '' }))).to.equal(
      'session-url',
    );
    const openSession = async () => ({ upload_url: '', max_part_size: 1 });
    expect(wrong(() => checkOptions({ openSession }))).to.equal('taken');
  });

  it('allowed-origins is a list, or text with spaces between', () => {
    const origins = (allowedOrigins: unknown) =>
      check({ allowedOrigins }).allowedOrigins;
    expect(origins(undefined)).to.deep.equal([]);
    expect(origins('')).to.deep.equal([]);
    expect(
      origins(' https://a.example\n\thttps://b.example:8443 '),
    ).to.deep.equal(['https://a.example', 'https://b.example:8443']);
    expect(origins(['https://A.example/path?x'])).to.deep.equal([
      'https://a.example',
    ]);
    for (const asked of [
      'a.example',
      '*',
      'https://*.example',
      'null',
      '/x',
      'javascript:alert(1)',
      'https://',
      'https://a.example,https://b.example',
    ])
      expect(wrongOption({ allowedOrigins: asked }), asked).to.equal(
        'allowed-origins',
      );
  });
});

describe('options of another type than they should be', () => {
  it('a function where none may be, and none where one must be', () => {
    expect(wrongOption({ openSession: 'open' })).to.equal('open-session');
    expect(wrongOption({ openSession: {} })).to.equal('open-session');
    expect(wrongOption({ prepare: 'shrink' })).to.equal('prepare');
    expect(wrongOption({ accessToken: 42 })).to.equal('access-token');
    expect(wrongOption({ accessToken: {} })).to.equal('access-token');
    for (const missing of [undefined, null])
      expect(
        wrongOption({
          openSession: missing,
          prepare: missing,
          accessToken: missing,
        }),
      ).to.equal('taken');
  });

  it('a function where text is due is an option error, not an accident', () => {
    const asked = () => 'x';
    expect(wrongOption({ sessionUrl: asked })).to.equal('session-url');
    expect(wrongOption({ allowedOrigins: asked })).to.equal('allowed-origins');
    expect(wrongOption({ allowedOrigins: [asked] })).to.equal(
      'allowed-origins',
    );
    expect(wrongOption({ concurrency: asked })).to.equal('concurrency');
    expect(wrongOption({ retryFor: asked })).to.equal('retry-for');
    expect(wrongOption({ verify: asked })).to.equal('verify');
    expect(wrongOption({ fileUuid: asked })).to.equal('file-uuid');
  });

  it('verify is one of three words', () => {
    for (const verify of ['repeated', 'always', 'never'])
      expect(check({ verify }).verify).to.equal(verify);
    expect(check({}).verify).to.equal('repeated');
    for (const verify of ['Always', 'true', '', true, 1])
      expect(wrongOption({ verify }), `${verify}`).to.equal('verify');
  });

  it('what is shown of a wrong value is short', () => {
    try {
      check({ concurrency: 'x'.repeat(10_000) });
      expect.fail('should throw');
    } catch (error) {
      expect((error as Error).message.length).to.be.below(200);
    }
  });

  it('a wrong option of one file is thrown by add, and nothing was added', () => {
    const { queue, add, log } = world();
    expect(wrong(() => add(fileOf(1), { concurrency: 0 }))).to.equal(
      'concurrency',
    );
    expect(queue.size).to.equal(0);
    expect(queue.sameAs(fileOf(1))).to.deep.equal([]);
    expect(log).to.deep.equal([]);
  });
});
