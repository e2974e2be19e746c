/**
 * The element's words in Ukrainian.
 *
 * Knows: sentences, as `en.ts` does. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'зображення',
  video: 'відео',
  audio: 'аудіо',
  text: 'текст',
};

const ukrainian: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Перетягніть файли сюди' : 'Перетягніть файл сюди',
  dropNow: ({ multiple }) =>
    multiple ? 'Відпустіть, щоб додати файли' : 'Відпустіть, щоб додати файл',
  chooseFiles: ({ multiple }) => (multiple ? 'Вибрати файли' : 'Вибрати файл'),
  chooseFolder: 'Вибрати теку',
  readingFolder: 'Переглядаємо теку…',
  folderEmpty: ({ name }) => `Тека «${name}» порожня.`,
  folderUnreadable: ({ name }) =>
    `Не вдається прочитати теку «${name}». Її перемістили чи перейменували? Додайте її ще раз.`,
  folderRefused: ({ name }) =>
    `Сюди можна додати лише один файл. Відкрийте теку «${name}» і виберіть файл.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, {
      one: 'Не більше # файлу',
      few: 'Не більше # файлів',
      many: 'Не більше # файлів',
      other: 'Не більше # файлу',
    }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `До ${f.bytes(bytes)} кожен` : `До ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `До ${f.bytes(bytes)} разом`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Очікує початку',
  opening: 'Починаємо…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} із ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `залишилося ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Надсилаємо файл знову від початку…',
  healing: 'Виправляємо те, що надійшло…',
  checking: 'Перевіряємо те, що надійшло…',
  pausing: 'Призупиняємо…',
  paused: ({ loaded, total }, f) =>
    `Пауза: ${f.bytes(loaded)} із ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Виберіть файл ще раз: ${f.bytes(loaded)} із ${f.bytes(total)} уже завантажено.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Продовжте та дозвольте прочитати файл: ${f.bytes(loaded)} із ${f.bytes(total)} уже завантажено.`,
  otherFile: 'Це інший файл. Виберіть той, який завантажувався.',
  waitingForOtherTab: 'Завантажується в іншій вкладці.',
  waitingForCard: 'Почнеться після збереження картки.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Немає з’єднання. Продовжиться само.'
      : `Немає з’єднання. Повтор через ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'Сервер зайнятий. Продовжиться само.'
      : `Сервер зайнятий. Повтор через ${f.duration(seconds)}.`,
  waitingHidden:
    'Відповіді сервера не доходять до цієї сторінки. Спроби тривають.',
  waiting: 'Очікування. Продовжиться само.',
  uploaded: ({ total }, f) => `Завантажено · ${f.bytes(total)}`,
  aborted: 'Скасовано',
  linking: 'Завантажено. Додаємо до картки…',
  linked: ({ total }, f) => `У картці · ${f.bytes(total)}`,
  unlinked: 'Завантажено, але не в картці.',

  pauseFile: ({ name }) => `Призупинити ${name}`,
  resumeFile: ({ name }) => `Продовжити ${name}`,
  chooseAgain: ({ name }) => `Вибрати ${name} ще раз`,
  retryFile: ({ name }) => `Повторити ${name}`,
  abortFile: ({ name }) => `Скасувати ${name}`,
  linkFile: ({ name }) => `Додати ${name} до картки ще раз`,
  removeFile: ({ name }) => `Прибрати ${name} зі списку`,
  progressOfFile: ({ name }) => `Перебіг завантаження ${name}`,
  serverSays: 'Сервер повідомляє:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `# спроба, остання о ${f.time(at)}.`,
      few: `# спроби, остання о ${f.time(at)}.`,
      many: `# спроб, остання о ${f.time(at)}.`,
      other: `# спроби, остання о ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Скопіювати відомості для підтримки',
  copiedAloud: 'Скопійовано.',

  files: 'Файли',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      one: `Завантажено ${f.number(uploaded)} із # файлу`,
      few: `Завантажено ${f.number(uploaded)} із # файлів`,
      many: `Завантажено ${f.number(uploaded)} із # файлів`,
      other: `Завантажено ${f.number(uploaded)} із # файлу`,
    })} · ${f.bytes(loaded)} із ${f.bytes(total)}`,
  progressOfAll: 'Перебіг завантаження всіх файлів',
  startAll: ({ count }, f) =>
    f.plural(count, {
      one: 'Завантажити # файл',
      few: 'Завантажити # файли',
      many: 'Завантажити # файлів',
      other: 'Завантажити # файлу',
    }),
  pauseAll: 'Призупинити всі',
  resumeAll: 'Продовжити всі',
  retryAll: 'Повторити невдалі',
  abortAll: 'Скасувати всі',
  clear: 'Очистити список',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: '# файл не додано',
      few: '# файли не додано',
      many: '# файлів не додано',
      other: '# файлу не додано',
    }),
  rejectedMore: ({ count }, f) => `і ще ${f.number(count)}`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: 'Пропущено # службовий файл системи',
      few: 'Пропущено # службові файли системи',
      many: 'Пропущено # службових файлів системи',
      other: 'Пропущено # службового файлу системи',
    }),
  dismiss: 'Закрити',

  valueMissing: ({ multiple }) =>
    multiple ? 'Додайте принаймні один файл.' : 'Додайте файл.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: 'Ще завантажується # файл.',
      few: 'Ще завантажуються # файли.',
      many: 'Ще завантажуються # файлів.',
      other: 'Ще завантажуються # файлу.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: '# файл ще не завантажено. Завантажте його або скасуйте.',
      few: '# файли ще не завантажено. Завантажте їх або скасуйте.',
      many: '# файлів ще не завантажено. Завантажте їх або скасуйте.',
      other: '# файлу ще не завантажено. Завантажте їх або скасуйте.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: '# файл не завантажено. Спробуйте ще раз або приберіть його зі списку.',
      few: '# файли не завантажено. Спробуйте ще раз або приберіть їх зі списку.',
      many: '# файлів не завантажено. Спробуйте ще раз або приберіть їх зі списку.',
      other:
        '# файлу не завантажено. Спробуйте ще раз або приберіть їх зі списку.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `Почалося завантаження ${name}.`
      : f.plural(count, {
          one: 'Почалося завантаження # файлу.',
          few: 'Почалося завантаження # файлів.',
          many: 'Почалося завантаження # файлів.',
          other: 'Почалося завантаження # файлу.',
        }),
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `Файл ${name} завантажено.`
      : f.plural(count, {
          one: 'Завантажено # файл.',
          few: 'Завантажено # файли.',
          many: 'Завантажено # файлів.',
          other: 'Завантажено # файлу.',
        }),
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `Не вдалося завантажити ${name}.`
      : f.plural(count, {
          one: 'Не вдалося завантажити # файл.',
          few: 'Не вдалося завантажити # файли.',
          many: 'Не вдалося завантажити # файлів.',
          other: 'Не вдалося завантажити # файлу.',
        }),
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `Файл ${name} завантажено, але його немає в картці.`
      : f.plural(count, {
          one: '# файл завантажено, але його немає в картці.',
          few: '# файли завантажено, але їх немає в картці.',
          many: '# файлів завантажено, але їх немає в картці.',
          other: '# файлу завантажено, але їх немає в картці.',
        }),
  quarterAloud: ({ share }, f) => `Завантажено ${f.percent(share)}.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'Готово: завантажено # файл',
        few: 'Готово: завантажено # файли',
        many: 'Готово: завантажено # файлів',
        other: 'Готово: завантажено # файлу',
      }),
      failed > 0 && `не вдалося: ${f.number(failed)}`,
      aborted > 0 && `скасовано: ${f.number(aborted)}`,
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Сюди не можна завантажити файли: значення «${subject}» не задано або не читається.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Можна додати лише # файл.',
      few: 'Можна додати лише # файли.',
      many: 'Можна додати лише # файлів.',
      other: 'Можна додати лише # файлу.',
    }),
  'file-too-small': ({ limit = 0 }, f) => `Файл менший за ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'Файл завеликий.'
      : `Файл більший за ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Усі файли разом можуть займати не більше ніж ${f.bytes(limit)}.`,
  'file-type': 'Файли цього типу додати не можна.',
  duplicate: 'Цей файл уже є в списку.',
  'not-a-file': 'Сюди можна додати лише файли, але не посилання чи текст.',
  'prepare-failed': 'Не вдалося підготувати файл.',
  unreachable: 'Сервер недоступний. Перевірте з’єднання та спробуйте ще раз.',
  'blocked-response':
    'Відповідь сервера не доходить до цієї сторінки. Повідомте тих, хто веде цю сторінку.',
  redirected:
    'Сервер просить надіслати файл на іншу адресу, а це не дозволено. Повідомте тих, хто веде цю сторінку.',
  'forbidden-address':
    'Файл не надіслано: ця сторінка не дозволяє його адресу. Повідомте тих, хто веде цю сторінку.',
  unauthorized:
    'Ваш вхід для завантаження більше не діє. Увійдіть знову та спробуйте ще раз.',
  forbidden:
    'Завантаження не дозволено. Доступу бракує права на файли; зверніться до тих, хто веде цю сторінку.',
  'session-refused':
    'Сервер не приймає цей файл. Зверніться до тих, хто веде цю сторінку.',
  refused: 'Сервер відхилив файл під час надсилання. Спробуйте ще раз.',
  'part-too-large':
    'Сервер відхилив частину файлу: вона завелика. Повідомте тих, хто веде цю сторінку.',
  'rate-limited':
    'Сервер отримує забагато запитів. Спробуйте ще раз за кілька хвилин.',
  'server-error': 'На сервері сталася помилка. Спробуйте ще раз пізніше.',
  timeout: 'Сервер надто довго не відповідав. Спробуйте ще раз пізніше.',
  'bad-response': 'Сервер дав незрозумілу відповідь. Спробуйте ще раз пізніше.',
  integrity:
    'Надійшло не те, що було надіслано, тому завантаження не зараховано. Спробуйте ще раз.',
  'file-changed':
    'Файл змінився після того, як його додали. Приберіть його та додайте знову.',
  'file-unreadable':
    'Файл більше не читається. Його перемістили чи перейменували? Додайте його знову.',
  'link-refused':
    'Файл завантажено, але картка його не прийняла. Спробуйте ще раз або додайте його до картки вручну.',
};

export default ukrainian;
