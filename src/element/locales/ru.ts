/**
 * The element's words in Russian.
 *
 * Knows: sentences, as `en.ts` does. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'изображения',
  video: 'видео',
  audio: 'аудио',
  text: 'текст',
};

const russian: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Перетащите файлы сюда' : 'Перетащите файл сюда',
  dropNow: ({ multiple }) =>
    multiple
      ? 'Отпустите, чтобы добавить файлы'
      : 'Отпустите, чтобы добавить файл',
  chooseFiles: ({ multiple }) => (multiple ? 'Выбрать файлы' : 'Выбрать файл'),
  chooseFolder: 'Выбрать папку',
  readingFolder: 'Просматриваем папку…',
  folderEmpty: ({ name }) => `Папка «${name}» пуста.`,
  folderUnreadable: ({ name }) =>
    `Не удаётся прочитать папку «${name}». Её переместили или переименовали? Добавьте её ещё раз.`,
  folderRefused: ({ name }) =>
    `Сюда можно добавить только один файл. Откройте папку «${name}» и выберите файл.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, {
      one: 'Не больше # файла',
      few: 'Не больше # файлов',
      many: 'Не больше # файлов',
      other: 'Не больше # файла',
    }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `До ${f.bytes(bytes)} каждый` : `До ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `До ${f.bytes(bytes)} вместе`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Ожидает начала',
  opening: 'Начинаем…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} из ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `осталось ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Отправляем файл заново с начала…',
  healing: 'Исправляем то, что дошло…',
  checking: 'Проверяем то, что дошло…',
  pausing: 'Приостанавливаем…',
  paused: ({ loaded, total }, f) =>
    `Пауза: ${f.bytes(loaded)} из ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Выберите файл ещё раз: ${f.bytes(loaded)} из ${f.bytes(total)} уже загружено.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Продолжите и разрешите прочитать файл: ${f.bytes(loaded)} из ${f.bytes(total)} уже загружено.`,
  otherFile: 'Это другой файл. Выберите тот, который загружался.',
  waitingForOtherTab: 'Загружается в другой вкладке.',
  waitingForCard: 'Начнётся после сохранения карточки.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Нет соединения. Продолжится само.'
      : `Нет соединения. Повтор через ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'Сервер занят. Продолжится само.'
      : `Сервер занят. Повтор через ${f.duration(seconds)}.`,
  waitingHidden:
    'Ответы сервера не доходят до этой страницы. Попытки продолжаются.',
  waiting: 'Ожидание. Продолжится само.',
  uploaded: ({ total }, f) => `Загружено · ${f.bytes(total)}`,
  aborted: 'Отменено',
  linking: 'Загружено. Добавляем в карточку…',
  linked: ({ total }, f) => `В карточке · ${f.bytes(total)}`,
  unlinked: 'Загружено, но не в карточке.',

  pauseFile: ({ name }) => `Приостановить ${name}`,
  resumeFile: ({ name }) => `Продолжить ${name}`,
  chooseAgain: ({ name }) => `Выбрать ${name} ещё раз`,
  retryFile: ({ name }) => `Повторить ${name}`,
  abortFile: ({ name }) => `Отменить ${name}`,
  linkFile: ({ name }) => `Добавить ${name} в карточку ещё раз`,
  removeFile: ({ name }) => `Убрать ${name} из списка`,
  progressOfFile: ({ name }) => `Ход загрузки ${name}`,
  serverSays: 'Сервер сообщает:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `# попытка, последняя в ${f.time(at)}.`,
      few: `# попытки, последняя в ${f.time(at)}.`,
      many: `# попыток, последняя в ${f.time(at)}.`,
      other: `# попытки, последняя в ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Скопировать сведения для поддержки',
  copiedAloud: 'Скопировано.',

  files: 'Файлы',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      one: `Загружено ${f.number(uploaded)} из # файла`,
      few: `Загружено ${f.number(uploaded)} из # файлов`,
      many: `Загружено ${f.number(uploaded)} из # файлов`,
      other: `Загружено ${f.number(uploaded)} из # файла`,
    })} · ${f.bytes(loaded)} из ${f.bytes(total)}`,
  progressOfAll: 'Ход загрузки всех файлов',
  startAll: ({ count }, f) =>
    f.plural(count, {
      one: 'Загрузить # файл',
      few: 'Загрузить # файла',
      many: 'Загрузить # файлов',
      other: 'Загрузить # файла',
    }),
  pauseAll: 'Приостановить все',
  resumeAll: 'Продолжить все',
  retryAll: 'Повторить неудавшиеся',
  abortAll: 'Отменить все',
  clear: 'Очистить список',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: '# файл не добавлен',
      few: '# файла не добавлены',
      many: '# файлов не добавлены',
      other: '# файла не добавлены',
    }),
  rejectedMore: ({ count }, f) => `и ещё ${f.number(count)}`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: 'Пропущен # служебный файл системы',
      few: 'Пропущены # служебных файла системы',
      many: 'Пропущены # служебных файлов системы',
      other: 'Пропущены # служебного файла системы',
    }),
  dismiss: 'Закрыть',

  valueMissing: ({ multiple }) =>
    multiple ? 'Добавьте хотя бы один файл.' : 'Добавьте файл.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: 'Ещё загружается # файл.',
      few: 'Ещё загружаются # файла.',
      many: 'Ещё загружаются # файлов.',
      other: 'Ещё загружаются # файла.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: '# файл ещё не загружен. Загрузите его или отмените.',
      few: '# файла ещё не загружены. Загрузите их или отмените.',
      many: '# файлов ещё не загружены. Загрузите их или отмените.',
      other: '# файла ещё не загружены. Загрузите их или отмените.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: '# файл не загружен. Повторите попытку или уберите его из списка.',
      few: '# файла не загружены. Повторите попытку или уберите их из списка.',
      many: '# файлов не загружены. Повторите попытку или уберите их из списка.',
      other:
        '# файла не загружены. Повторите попытку или уберите их из списка.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `Началась загрузка ${name}.`
      : f.plural(count, {
          one: 'Началась загрузка # файла.',
          few: 'Началась загрузка # файлов.',
          many: 'Началась загрузка # файлов.',
          other: 'Началась загрузка # файла.',
        }),
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `Файл ${name} загружен.`
      : f.plural(count, {
          one: 'Загружен # файл.',
          few: 'Загружено # файла.',
          many: 'Загружено # файлов.',
          other: 'Загружено # файла.',
        }),
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `Не удалось загрузить ${name}.`
      : f.plural(count, {
          one: 'Не удалось загрузить # файл.',
          few: 'Не удалось загрузить # файла.',
          many: 'Не удалось загрузить # файлов.',
          other: 'Не удалось загрузить # файла.',
        }),
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `Файл ${name} загружен, но его нет в карточке.`
      : f.plural(count, {
          one: '# файл загружен, но его нет в карточке.',
          few: '# файла загружены, но их нет в карточке.',
          many: '# файлов загружены, но их нет в карточке.',
          other: '# файла загружены, но их нет в карточке.',
        }),
  quarterAloud: ({ share }, f) => `Загружено ${f.percent(share)}.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'Готово: загружен # файл',
        few: 'Готово: загружено # файла',
        many: 'Готово: загружено # файлов',
        other: 'Готово: загружено # файла',
      }),
      failed > 0 && `не удалось: ${f.number(failed)}`,
      aborted > 0 && `отменено: ${f.number(aborted)}`,
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Сюда нельзя загрузить файлы: значение «${subject}» не задано или не читается.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Можно добавить только # файл.',
      few: 'Можно добавить только # файла.',
      many: 'Можно добавить только # файлов.',
      other: 'Можно добавить только # файла.',
    }),
  'file-too-small': ({ limit = 0 }, f) => `Файл меньше ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'Файл слишком большой.'
      : `Файл больше ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Все файлы вместе могут занимать не больше ${f.bytes(limit)}.`,
  'file-type': 'Файлы этого типа добавить нельзя.',
  duplicate: 'Этот файл уже есть в списке.',
  'not-a-file': 'Сюда можно добавить только файлы, но не ссылки или текст.',
  'prepare-failed': 'Не удалось подготовить файл.',
  unreachable: 'Сервер недоступен. Проверьте соединение и повторите попытку.',
  'blocked-response':
    'Ответ сервера не доходит до этой страницы. Сообщите об этом тем, кто ведёт эту страницу.',
  redirected:
    'Сервер просит отправить файл по другому адресу, а это не разрешено. Сообщите об этом тем, кто ведёт эту страницу.',
  'forbidden-address':
    'Файл не отправлен: эта страница не разрешает его адрес. Сообщите об этом тем, кто ведёт эту страницу.',
  unauthorized:
    'Ваш вход для загрузки больше не действует. Войдите снова и повторите попытку.',
  forbidden:
    'Загрузка не разрешена. Доступу не хватает права на файлы; обратитесь к тем, кто ведёт эту страницу.',
  'session-refused':
    'Сервер не принимает этот файл. Обратитесь к тем, кто ведёт эту страницу.',
  refused: 'Сервер отклонил файл во время отправки. Повторите попытку.',
  'part-too-large':
    'Сервер отклонил часть файла: она слишком большая. Сообщите об этом тем, кто ведёт эту страницу.',
  'rate-limited':
    'Сервер получает слишком много запросов. Повторите попытку через несколько минут.',
  'server-error': 'На сервере неполадка. Повторите попытку позже.',
  timeout: 'Сервер слишком долго не отвечал. Повторите попытку позже.',
  'bad-response': 'Сервер дал непонятный ответ. Повторите попытку позже.',
  integrity:
    'Дошло не то, что было отправлено, поэтому загрузка не засчитана. Повторите попытку.',
  'file-changed':
    'Файл изменился после того, как был добавлен. Уберите его и добавьте снова.',
  'file-unreadable':
    'Файл больше не читается. Его переместили или переименовали? Добавьте его снова.',
  'link-refused':
    'Файл загружен, но карточка его не приняла. Повторите попытку или добавьте его в карточку вручную.',
};

export default russian;
