/** Languages: that each says everything, in its own words and plurals; which one is chosen, when it comes, who changes it. */

import { expect } from '@open-wc/testing';
import { Format } from '../../src/element/format.js';
import { KommoUploader } from '../../src/element/index.js';
import { languages } from '../../src/element/languages.js';
import english from '../../src/element/locales/en.js';
import type {
  Message,
  Messages,
  MessageValues,
} from '../../src/element/messages.js';
import { offerMessages, Words } from '../../src/element/words.js';
import type { UploadErrorCode } from '../../src/engine/index.js';
import { all, fileOf, one, stage, textOf, tidy, until } from './stage.js';

const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000, 1_500_000];
const NAME = 'a (1).txt';
const SUBJECT = 'session-url';
/** Of each kind, so that two values in one text can be told apart. */
const BYTES = [0, 1, 2, 5, 1234, 1_500_000, 7e12];

const counted = COUNTS.map((count) => ({ count }));
const named = [{ name: NAME }];
const many = [{ multiple: true }, { multiple: false }];
const later = [{ seconds: undefined }, { seconds: 7 }, { seconds: 4000 }];
const sizes = BYTES.map((loaded) => ({ loaded, total: loaded + 9e12 }));
const none = [{}];
const plain = [{ limit: undefined, subject: undefined }];
const limited = [...COUNTS, undefined].map((limit) => ({
  limit,
  subject: undefined,
}));

const errors: Record<UploadErrorCode, MessageValues[UploadErrorCode][]> = {
  'bad-option': [{ limit: undefined, subject: SUBJECT }],
  'too-many-files': limited,
  'file-too-small': limited,
  'file-too-large': limited,
  'total-too-large': limited,
  'file-type': plain,
  duplicate: plain,
  'not-a-file': plain,
  'prepare-failed': plain,
  unreachable: plain,
  'blocked-response': plain,
  redirected: plain,
  'forbidden-address': plain,
  unauthorized: plain,
  forbidden: plain,
  'session-refused': plain,
  refused: plain,
  'part-too-large': plain,
  'rate-limited': plain,
  'server-error': plain,
  timeout: plain,
  'bad-response': plain,
  integrity: plain,
  'file-changed': plain,
  'file-unreadable': plain,
  'link-refused': plain,
};

/** What a page may say with each text. A new text cannot be forgotten here: it would not compile. */
const values: { [Key in keyof MessageValues]: MessageValues[Key][] } = {
  ...errors,
  dropFiles: many,
  dropNow: many,
  chooseFiles: many,
  chooseFolder: none,
  readingFolder: none,
  folderEmpty: named,
  folderUnreadable: named,
  folderRefused: named,
  limitFiles: counted,
  limitSize: many.flatMap((how) => BYTES.map((bytes) => ({ bytes, ...how }))),
  limitTotal: BYTES.map((bytes) => ({ bytes })),
  limitTypes: [{ types: ['image/*', 'video/*', '.pdf', 'audio/*', 'text/*'] }],
  queued: none,
  opening: none,
  uploading: sizes.flatMap((size) => [
    { ...size, speed: 0, timeLeft: undefined },
    { ...size, speed: 3_400_000, timeLeft: 90 },
  ]),
  startingOver: none,
  healing: none,
  checking: none,
  pausing: none,
  paused: sizes,
  pausedForFile: sizes,
  pausedForPermission: sizes,
  otherFile: none,
  waitingForOtherTab: none,
  waitingForCard: none,
  waitingForNetwork: later,
  waitingForDrive: later,
  waitingHidden: later,
  waiting: later,
  uploaded: BYTES.map((total) => ({ total })),
  aborted: none,
  linking: none,
  linked: BYTES.map((total) => ({ total })),
  unlinked: none,
  pauseFile: named,
  resumeFile: named,
  chooseAgain: named,
  retryFile: named,
  abortFile: named,
  linkFile: named,
  removeFile: named,
  progressOfFile: named,
  serverSays: none,
  tried: counted.map(({ count }) => ({ count, at: new Date(2026, 1, 3) })),
  copyDiagnosis: none,
  copiedAloud: none,
  files: none,
  totals: counted.flatMap(({ count }) =>
    [0, 1, 2, count].map((uploaded) => ({
      ...{ uploaded, count },
      ...{ loaded: 5_000_000, total: 9_000_000 },
    })),
  ),
  progressOfAll: none,
  startAll: counted,
  pauseAll: none,
  resumeAll: none,
  retryAll: none,
  abortAll: none,
  clear: none,
  rejected: counted,
  rejectedMore: counted,
  leftOut: counted,
  dismiss: none,
  valueMissing: many,
  stillUploading: counted,
  notUploadedYet: counted,
  uploadsFailed: counted,
  startedAloud: counted.map((how) => ({ name: NAME, ...how })),
  uploadedAloud: counted.map((how) => ({ name: NAME, ...how })),
  failedAloud: counted.map((how) => ({ name: NAME, ...how })),
  unlinkedAloud: counted.map((how) => ({ name: NAME, ...how })),
  quarterAloud: [{ share: 0.25 }, { share: 0.5 }, { share: 0.75 }],
  doneAloud: COUNTS.flatMap((uploaded) =>
    COUNTS.map((other) => ({ uploaded, failed: other, aborted: other })),
  ),
};

const keys = Object.keys(values) as (keyof MessageValues)[];

/** All texts of a table, each with the values it was made from. */
function* textsOf(table: Messages, format: Format) {
  for (const key of keys)
    for (const value of values[key]) {
      const message = table[key] as Message<typeof value>;
      const text =
        typeof message === 'function' ? message(value, format) : message;
      yield { key, text, where: `${key} ${JSON.stringify(value)}` };
    }
}

/** Writes values so that each can be found again, and notes which plural forms a text has no words for. */
class Marking extends Format {
  readonly lacking = new Set<string>();

  override number(value: number): string {
    return `⟨${value}⟩`;
  }
  override percent(share: number): string {
    return `⟨${share}%⟩`;
  }
  override bytes(bytes: number): string {
    return `⟨${bytes}b⟩`;
  }
  override speed(bytes: number): string {
    return `⟨${bytes}/s⟩`;
  }
  override duration(seconds: number): string {
    return `⟨${seconds}s⟩`;
  }
  override time(at: Date): string {
    return `⟨${at.getTime()}⟩`;
  }
  override types(
    types: readonly string[],
    kinds: Record<string, string>,
  ): string {
    return types.map((type) => kinds[type.slice(0, -2)] ?? '⟨type⟩').join(' ');
  }
  override plural(...given: Parameters<Format['plural']>): string {
    const [count, forms] = given;
    const form = new Intl.PluralRules(this.lang).select(count);
    if (!(form in forms)) this.lacking.add(form);
    return super.plural(...given);
  }
}

const marksIn = (text: string): string[] =>
  [NAME, SUBJECT, ...(text.match(/⟨.*?⟩/g) ?? [])].filter((mark) =>
    text.includes(mark),
  );

/** Only the words. */
const wordsIn = (text: string): string =>
  text.replaceAll(NAME, '0').replaceAll(SUBJECT, '0').replace(/⟨.*?⟩/g, '0');

const tables = new Map<string, Messages>();

before(async () => {
  for (const [lang, load] of Object.entries(languages))
    tables.set(lang, (await load()).default);
});

afterEach(() => {
  document.documentElement.lang = '';
  return tidy();
});

describe('the package', () => {
  it('speaks twelve languages', () => {
    expect(['en', ...tables.keys()].sort()).to.deep.equal([
      ...['ar', 'de', 'en', 'es', 'fr', 'id', 'pl', 'pt-br', 'ru', 'tr', 'uk'],
      'zh-cn',
    ]);
  });
});

for (const lang of Object.keys(languages))
  describe(`the language ${lang}`, () => {
    const table = () => tables.get(lang) as Messages;

    it('has every text, and no other', () => {
      expect(Object.keys(table()).sort()).to.deep.equal(
        Object.keys(english).sort(),
      );
    });

    it('says something whole for whatever happens', () => {
      for (const { text, where } of textsOf(table(), new Format(lang))) {
        expect(text, where).to.be.a('string');
        expect(text.trim(), where).to.equal(text);
        expect(text, where).not.to.equal('');
        expect(text, where).not.to.match(
          /#|undefined|null|NaN|\[object|Infinity| {2}|\.\.\.|'/,
        );
      }
      for (const code of Object.keys(errors)) {
        const text = [...textsOf(table(), new Format(lang))].find(
          ({ key }) => key === code,
        )?.text;
        expect(text, 'a sentence').to.match(/[.。]$/);
        expect(text, 'without its code').not.to.contain(code);
      }
    });

    it('leaves nothing in English', () => {
      const same = [...textsOf(english, new Format('en'))];
      let at = 0;
      for (const { text, where } of textsOf(table(), new Format(lang))) {
        expect(text, where).not.to.equal(same[at]?.text);
        at += 1;
        expect(text, where).not.to.match(
          /\b(the|of|files|were|not|again|and|uploaded?|bytes each)\b/i,
        );
      }
      if (['ar', 'ru', 'uk', 'zh-cn'].includes(lang))
        for (const { text, where } of textsOf(table(), new Marking(lang)))
          expect(wordsIn(text), where).not.to.match(/[a-z]/i);
    });

    it('mentions what English mentions', () => {
      const originals = [...textsOf(english, new Marking('en'))];
      let at = 0;
      for (const { text, where } of textsOf(table(), new Marking(lang))) {
        const said = marksIn(text);
        for (const mark of marksIn(originals[at]?.text ?? '')) {
          // Arabic has words for one and for two.
          const isWord = lang === 'ar' && /^⟨[12]⟩$/.test(mark);
          if (!isWord) expect(said, where).to.include(mark);
        }
        at += 1;
      }
    });

    it('has a form for each kind of number', () => {
      const format = new Marking(lang);
      for (const _ of textsOf(table(), format));
      expect([...format.lacking]).to.deep.equal([]);
    });

    it('has its own punctuation', () => {
      for (const { text, where } of textsOf(table(), new Marking(lang))) {
        const said = wordsIn(text);
        if (lang === 'fr') {
          expect(said, where).not.to.match(/[^\u202f][:;?!»]|«[^\u202f]/);
        } else if (lang === 'zh-cn')
          expect(said, where).not.to.match(/[,.:;?!]/);
        else {
          expect(said, where).not.to.match(/ [:;?!]/);
          if (lang === 'ar') expect(said, where).not.to.match(/[,;?]/);
        }
      }
    });
  });

describe('plurals', () => {
  it('follow the rules of each language', () => {
    const say = (lang: string, count: number) => {
      const message = tables.get(lang)?.startAll as Message<{ count: number }>;
      return (message as (...given: unknown[]) => string)(
        { count },
        new Format(lang),
      );
    };
    const plural = (lang: string, ...counts: number[]) =>
      counts.map((count) => say(lang, count));
    expect(plural('ru', 1, 3, 5, 21)).to.deep.equal([
      'Загрузить 1 файл',
      'Загрузить 3 файла',
      'Загрузить 5 файлов',
      'Загрузить 21 файл',
    ]);
    expect(plural('pl', 1, 3, 5, 21, 22)).to.deep.equal([
      'Prześlij 1 plik',
      'Prześlij 3 pliki',
      'Prześlij 5 plików',
      'Prześlij 21 plików',
      'Prześlij 22 pliki',
    ]);
    expect(plural('ar', 1, 2)).to.deep.equal(['رفع ملف واحد', 'رفع ملفين']);
    expect(plural('de', 1, 2)).to.deep.equal([
      '1 Datei hochladen',
      '2 Dateien hochladen',
    ]);
    expect(plural('zh-cn', 2)).to.deep.equal(['上传 2 个文件']);
    expect(plural('es', 1e6)).to.deep.equal(['Subir 1.000.000 de archivos']);
  });
});

describe('a name in a sentence', () => {
  const pause = (lang: string, name: string) =>
    new Words(lang).say('pauseFile', { name });

  it('is isolated where it may run against the words', () => {
    KommoUploader.addMessages('ar', tables.get('ar') as Messages);
    expect(pause('ar', 'a (1).txt')).to.contain('\u2068a (1).txt\u2069');
    expect(pause('en', 'תמונה (1).png')).to.equal(
      'Pause \u2068תמונה (1).png\u2069',
    );
  });

  it('is left alone where it cannot', () => {
    expect(pause('en', 'été (1).txt')).to.equal('Pause été (1).txt');
    expect(pause('en', '照片.png')).to.equal('Pause 照片.png');
  });
});

/** The button of an element says which language it speaks. */
const spoken = (element: KommoUploader) => textOf(element, '.browse');
const speaks = (element: KommoUploader, text: string) =>
  until(() => spoken(element) === text, `"${text}", not "${spoken(element)}"`);

describe('the closest language', () => {
  const closest = (lang: string) => {
    const words = new Words(lang);
    return `${words.lang}: ${words.say('clear', {})}`;
  };

  before(() => {
    for (const [lang, table] of tables) KommoUploader.addMessages(lang, table);
  });

  it('is that of another region, where a language has no table for its own', () => {
    expect(closest('de-AT')).to.equal('de-AT: Liste leeren');
    expect(closest('es-MX')).to.equal('es-MX: Vaciar la lista');
    expect(closest('PT-br')).to.equal('pt-BR: Limpar a lista');
    expect(closest('pt')).to.equal('pt: Limpar a lista');
    expect(closest('pt-PT')).to.equal('pt-PT: Limpar a lista');
    expect(closest('en-GB')).to.equal('en-GB: Clear list');
    // What Indonesian was called once.
    expect(closest('in')).to.equal('id: Kosongkan daftar');
  });

  it('is one that is written alike, never one in another script', () => {
    for (const lang of ['zh', 'zh-Hans', 'zh-SG', 'zh-Hans-MY'])
      expect(closest(lang)).to.equal(`${lang}: 清空列表`);
    for (const lang of ['zh-TW', 'zh-HK', 'zh-Hant'])
      expect(closest(lang)).to.equal('en: Clear list');
  });

  it('is English for a language that nobody brought', () => {
    expect(closest('ja')).to.equal('en: Clear list');
    expect(closest('')).to.equal('en: Clear list');
  });

  it('fills the gaps of one that is closer', () => {
    KommoUploader.addMessages('de-CH', { dismiss: 'Zuemache' });
    const swiss = new Words('de-CH');
    expect(swiss.say('dismiss', {})).to.equal('Zuemache');
    expect(swiss.say('clear', {})).to.equal('Liste leeren');
    expect(swiss.say('limitTotal', { bytes: 1500 })).to.contain('1.5');
  });

  it('needs a tag that is one', () => {
    expect(() => KommoUploader.addMessages('pt_BR', {})).to.throw(RangeError);
  });
});

describe('the language of an element', () => {
  before(() => {
    for (const [lang, table] of tables) KommoUploader.addMessages(lang, table);
  });

  it('follows its own lang, and says so to the browser', async () => {
    const { element } = await stage({ lang: 'fr' });
    expect(spoken(element)).to.equal('Choisir un fichier');
    expect(one(element, '.base').lang).to.equal('fr');
    element.lang = 'pl';
    await speaks(element, 'Wybierz plik');
    element.removeAttribute('lang');
    await speaks(element, 'Choose a file');
    expect(one(element, '.base').lang).to.equal('en');
  });

  it('follows the lang of the page, and of what it stands in', async () => {
    const { element } = await stage();
    const around = document.createElement('div');
    document.body.append(around);
    document.documentElement.lang = 'de';
    await speaks(element, 'Datei auswählen');
    around.append(element);
    around.lang = 'tr';
    await speaks(element, 'Dosya seç');
    document.body.append(element);
    await speaks(element, 'Datei auswählen');
    around.remove();
  });

  it('follows those around it through shadow trees, and inside of them', async () => {
    const outer = document.createElement('div');
    const inner = document.createElement('p');
    document.body.append(outer);
    const { element } = await stage();
    outer.attachShadow({ mode: 'closed' }).append(inner);
    inner.append(element);
    await speaks(element, 'Choose a file');
    outer.lang = 'id';
    await speaks(element, 'Pilih satu file');
    inner.lang = 'es';
    await speaks(element, 'Elegir un archivo');
    // It is unknown there, whatever is around.
    inner.lang = '';
    await speaks(element, 'Choose a file');
    outer.remove();
  });

  it('is heeded in one go, by numbers that stand still too', async () => {
    const { element } = await stage({}, { maxPartSize: 4, latency: 200 });
    element.addFiles([fileOf('a', 200)]);
    const status = () => textOf(element, '[part=status]');
    await until(() => status().includes(' bytes of 200 bytes'));
    element.lang = 'ru';
    await speaks(element, 'Выбрать файл');
    expect(status()).to.match(/^\d+ байта? из 200 байт/);
    expect(all(element, 'button').at(-1)?.title).to.equal('Отменить a');
  });
});

describe('own words', () => {
  before(() => KommoUploader.addMessages('de', tables.get('de') as Messages));

  it('come before those of the language, as text or function, and change at once', async () => {
    const { element } = await stage({ lang: 'de', 'max-file-size': '2 MB' });
    const limits = () => textOf(element, '.limits');
    expect(limits()).to.equal('Bis zu 2 MB');
    element.messages = {
      chooseFiles: 'Her damit',
      limitSize: ({ bytes }, f) => `Allerhöchstens ${f.bytes(bytes)}`,
    };
    await speaks(element, 'Her damit');
    expect(limits()).to.equal('Allerhöchstens 2 MB');
    expect(textOf(element, '.call')).to.equal('Eine Datei hier ablegen');
    element.lang = 'en';
    await until(() => textOf(element, '.call') === 'Drop a file here');
    expect(spoken(element)).to.equal('Her damit');
    element.messages = { chooseFiles: 'Mine' };
    await speaks(element, 'Mine');
    element.messages = undefined;
    await speaks(element, 'Choose a file');
  });
});

describe('a language that is not there yet', () => {
  /** A language of its own for each test: what has come once stays. */
  const offer = (lang: string) => {
    let give: (table: Partial<Messages>) => void = () => {};
    let fail: (reason: Error) => void = () => {};
    let asked = 0;
    const coming = new Promise<{ default: Messages }>((resolve, reject) => {
      give = (table) => resolve({ default: { ...english, ...table } });
      fail = reject;
    });
    offerMessages({
      [lang]: () => {
        asked += 1;
        return coming;
      },
    });
    return { give, fail, asked: () => asked };
  };

  it('is asked for once, when an element needs it, and takes the place of the last one', async () => {
    KommoUploader.addMessages('xa', { chooseFiles: 'Last' });
    const { give, asked } = offer('xb');
    const { element } = await stage({ lang: 'xa' });
    const { element: other } = await stage();
    element.addFiles([fileOf('a'), fileOf('b')]);
    await speaks(element, 'Last');
    expect(asked()).to.equal(0);
    element.lang = 'xb-XX';
    other.lang = 'xb';
    await until(() => asked() > 0);
    await element.updateComplete;
    expect(spoken(element)).to.equal('Last');
    expect(spoken(other)).to.equal('Choose a file');
    give({ chooseFiles: 'Next' });
    await speaks(element, 'Next');
    await speaks(other, 'Next');
    element.lang = 'xa';
    await speaks(element, 'Last');
    element.lang = 'xb';
    await speaks(element, 'Next');
    expect(asked()).to.equal(1);
  });

  it('moves no row when it comes', async () => {
    const { give, asked } = offer('xc');
    const { element } = await stage({ lang: 'xc' }, { latency: 60_000 });
    element.addFiles([fileOf('a', 4)]);
    await until(() => asked() > 0 && all(element, '[part=row]').length === 1);
    const place = () =>
      JSON.stringify(one(element, '[part=row]').getBoundingClientRect());
    const before = place();
    give({ opening: 'Aaa '.repeat(100), chooseFiles: 'X' });
    await speaks(element, 'X');
    expect(textOf(element, '[part=status]')).to.contain('Aaa Aaa');
    expect(place()).to.equal(before);
  });

  it('leaves what the page said itself, and is not asked for where the page said everything', async () => {
    const { give, asked } = offer('xd');
    const { element } = await stage({ lang: 'xd' });
    await until(() => asked() > 0);
    KommoUploader.addMessages('xd', { chooseFiles: 'Own' });
    give({ chooseFiles: 'Theirs', dropFiles: 'Come' });
    await until(() => textOf(element, '.call') === 'Come');
    expect(spoken(element)).to.equal('Own');
    const { asked: askedForMore } = offer('xe');
    KommoUploader.addMessages('xe', { ...english, chooseFiles: 'All' });
    element.lang = 'xe';
    await speaks(element, 'All');
    expect(askedForMore()).to.equal(0);
  });

  it('that cannot be loaded is English, said once on the console', async () => {
    const { warn } = console;
    const warnings: unknown[] = [];
    console.warn = (...words) => warnings.push(...words);
    const lost: unknown[] = [];
    const notice = (event: PromiseRejectionEvent) => lost.push(event.reason);
    addEventListener('unhandledrejection', notice);
    try {
      KommoUploader.addMessages('xf', { chooseFiles: 'Last' });
      const { fail, asked } = offer('xg');
      const { element } = await stage({ lang: 'xf' });
      element.lang = 'xg';
      await until(() => asked() > 0);
      fail(new TypeError('Failed to fetch'));
      await speaks(element, 'Choose a file');
      element.lang = 'xf';
      await speaks(element, 'Last');
      element.lang = 'xg';
      await speaks(element, 'Choose a file');
      expect(asked()).to.equal(1);
      expect(warnings).to.deep.equal([
        'kommo-uploader: the words for "xg" could not be loaded. English stands in.',
      ]);
      expect(lost).to.deep.equal([]);
    } finally {
      console.warn = warn;
      removeEventListener('unhandledrejection', notice);
    }
  });
});
