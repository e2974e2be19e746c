/**
 * The element's words in Polish.
 *
 * Knows: sentences, as `en.ts` does. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'obrazy',
  video: 'filmy',
  audio: 'dźwięk',
  text: 'tekst',
};

const polish: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Upuść pliki tutaj' : 'Upuść plik tutaj',
  dropNow: ({ multiple }) =>
    multiple ? 'Upuść, aby dodać pliki' : 'Upuść, aby dodać plik',
  chooseFiles: ({ multiple }) => (multiple ? 'Wybierz pliki' : 'Wybierz plik'),
  chooseFolder: 'Wybierz folder',
  readingFolder: 'Przeglądanie folderu…',
  folderEmpty: ({ name }) => `Folder „${name}” jest pusty.`,
  folderUnreadable: ({ name }) =>
    `Nie można odczytać folderu „${name}”. Czy został przeniesiony lub zmieniono jego nazwę? Dodaj go ponownie.`,
  folderRefused: ({ name }) =>
    `Można tu dodać tylko jeden plik. Otwórz folder „${name}” i wybierz plik.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, {
      one: 'Najwyżej # plik',
      few: 'Najwyżej # pliki',
      many: 'Najwyżej # plików',
      other: 'Najwyżej # pliku',
    }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `Każdy do ${f.bytes(bytes)}` : `Do ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Razem do ${f.bytes(bytes)}`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Czeka na rozpoczęcie',
  opening: 'Rozpoczynanie…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} z ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `jeszcze ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Ponowne wysyłanie pliku od początku…',
  healing: 'Naprawianie tego, co dotarło…',
  checking: 'Sprawdzanie tego, co dotarło…',
  pausing: 'Wstrzymywanie…',
  paused: ({ loaded, total }, f) =>
    `Wstrzymano: ${f.bytes(loaded)} z ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Wybierz plik ponownie: przesłano już ${f.bytes(loaded)} z ${f.bytes(total)}.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Wznów i zezwól na odczyt pliku: przesłano już ${f.bytes(loaded)} z ${f.bytes(total)}.`,
  otherFile: 'To inny plik. Wybierz ten, który był przesyłany.',
  waitingForOtherTab: 'Przesyłany na innej karcie.',
  waitingForCard: 'Zacznie się po zapisaniu karty.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Brak połączenia. Przesyłanie ruszy samo.'
      : `Brak połączenia. Ponowna próba za ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'Serwer jest zajęty. Przesyłanie ruszy samo.'
      : `Serwer jest zajęty. Ponowna próba za ${f.duration(seconds)}.`,
  waitingHidden:
    'Odpowiedzi serwera nie docierają do tej strony. Próby trwają.',
  waiting: 'Oczekiwanie. Przesyłanie ruszy samo.',
  uploaded: ({ total }, f) => `Przesłano · ${f.bytes(total)}`,
  aborted: 'Anulowano',
  linking: 'Przesłano. Dodawanie do karty…',
  linked: ({ total }, f) => `Na karcie · ${f.bytes(total)}`,
  unlinked: 'Przesłano, ale nie ma go na karcie.',

  pauseFile: ({ name }) => `Wstrzymaj ${name}`,
  resumeFile: ({ name }) => `Wznów ${name}`,
  chooseAgain: ({ name }) => `Wybierz ponownie ${name}`,
  retryFile: ({ name }) => `Ponów ${name}`,
  abortFile: ({ name }) => `Anuluj ${name}`,
  linkFile: ({ name }) => `Dodaj ponownie ${name} do karty`,
  removeFile: ({ name }) => `Usuń ${name} z listy`,
  progressOfFile: ({ name }) => `Postęp: ${name}`,
  serverSays: 'Serwer odpowiada:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `Jedna próba, o ${f.time(at)}.`,
      few: `# próby, ostatnia o ${f.time(at)}.`,
      many: `# prób, ostatnia o ${f.time(at)}.`,
      other: `# próby, ostatnia o ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Kopiuj szczegóły dla pomocy technicznej',
  copiedAloud: 'Skopiowano.',

  files: 'Pliki',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      one: `Przesłano ${f.number(uploaded)} z # pliku`,
      few: `Przesłano ${f.number(uploaded)} z # plików`,
      many: `Przesłano ${f.number(uploaded)} z # plików`,
      other: `Przesłano ${f.number(uploaded)} z # pliku`,
    })} · ${f.bytes(loaded)} z ${f.bytes(total)}`,
  progressOfAll: 'Postęp wszystkich plików',
  startAll: ({ count }, f) =>
    f.plural(count, {
      one: 'Prześlij # plik',
      few: 'Prześlij # pliki',
      many: 'Prześlij # plików',
      other: 'Prześlij # pliku',
    }),
  pauseAll: 'Wstrzymaj wszystkie',
  resumeAll: 'Wznów wszystkie',
  retryAll: 'Ponów nieudane',
  abortAll: 'Anuluj wszystkie',
  clear: 'Wyczyść listę',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: 'Nie dodano # pliku',
      few: 'Nie dodano # plików',
      many: 'Nie dodano # plików',
      other: 'Nie dodano # pliku',
    }),
  rejectedMore: ({ count }, f) => `i jeszcze ${f.number(count)}`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: 'Pominięto # plik należący do systemu',
      few: 'Pominięto # pliki należące do systemu',
      many: 'Pominięto # plików należących do systemu',
      other: 'Pominięto # pliku należącego do systemu',
    }),
  dismiss: 'Zamknij',

  valueMissing: ({ multiple }) =>
    multiple ? 'Dodaj co najmniej jeden plik.' : 'Dodaj plik.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: '# plik jest jeszcze przesyłany.',
      few: '# pliki są jeszcze przesyłane.',
      many: '# plików jest jeszcze przesyłanych.',
      other: '# pliku jest jeszcze przesyłane.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: 'Nie przesłano jeszcze # pliku. Prześlij go lub anuluj.',
      few: 'Nie przesłano jeszcze # plików. Prześlij je lub anuluj.',
      many: 'Nie przesłano jeszcze # plików. Prześlij je lub anuluj.',
      other: 'Nie przesłano jeszcze # pliku. Prześlij je lub anuluj.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: 'Nie przesłano # pliku. Spróbuj ponownie lub usuń go z listy.',
      few: 'Nie przesłano # plików. Spróbuj ponownie lub usuń je z listy.',
      many: 'Nie przesłano # plików. Spróbuj ponownie lub usuń je z listy.',
      other: 'Nie przesłano # pliku. Spróbuj ponownie lub usuń je z listy.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `Rozpoczęto przesyłanie ${name}.`
      : f.plural(count, {
          few: 'Rozpoczęto przesyłanie # plików.',
          many: 'Rozpoczęto przesyłanie # plików.',
          other: 'Rozpoczęto przesyłanie # pliku.',
        }),
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `Przesłano ${name}.`
      : f.plural(count, {
          few: 'Przesłano # pliki.',
          many: 'Przesłano # plików.',
          other: 'Przesłano # pliku.',
        }),
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `Nie udało się przesłać ${name}.`
      : f.plural(count, {
          few: 'Nie udało się przesłać # plików.',
          many: 'Nie udało się przesłać # plików.',
          other: 'Nie udało się przesłać # pliku.',
        }),
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `Przesłano ${name}, ale nie ma go na karcie.`
      : f.plural(count, {
          few: 'Przesłano # pliki, ale nie ma ich na karcie.',
          many: 'Przesłano # plików, ale nie ma ich na karcie.',
          other: 'Przesłano # pliku, ale nie ma ich na karcie.',
        }),
  quarterAloud: ({ share }, f) => `Przesłano ${f.percent(share)}.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'Gotowe: przesłano # plik',
        few: 'Gotowe: przesłano # pliki',
        many: 'Gotowe: przesłano # plików',
        other: 'Gotowe: przesłano # pliku',
      }),
      failed > 0 && `nieudane: ${f.number(failed)}`,
      aborted > 0 && `anulowane: ${f.number(aborted)}`,
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Nie można tu przesyłać plików: brakuje wartości „${subject}” lub nie da się jej odczytać.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Można dodać tylko # plik.',
      few: 'Można dodać tylko # pliki.',
      many: 'Można dodać tylko # plików.',
      other: 'Można dodać tylko # pliku.',
    }),
  'file-too-small': ({ limit = 0 }, f) =>
    `Plik jest mniejszy niż ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'Plik jest za duży.'
      : `Plik jest większy niż ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Wszystkie pliki razem mogą zajmować najwyżej ${f.bytes(limit)}.`,
  'file-type': 'Nie można dodawać plików tego typu.',
  duplicate: 'Ten plik jest już na liście.',
  'not-a-file': 'Można tu dodawać tylko pliki, a nie linki ani tekst.',
  'prepare-failed': 'Nie udało się przygotować pliku.',
  unreachable:
    'Nie można połączyć się z serwerem. Sprawdź połączenie i spróbuj ponownie.',
  'blocked-response':
    'Odpowiedź serwera nie dociera do tej strony. Powiadom osobę, która ją prowadzi.',
  redirected:
    'Serwer chce otrzymać plik pod innym adresem, a to jest niedozwolone. Powiadom osobę, która prowadzi tę stronę.',
  'forbidden-address':
    'Plik nie został wysłany, bo ta strona nie zezwala na jego adres. Powiadom osobę, która prowadzi tę stronę.',
  unauthorized:
    'Twoje logowanie do przesyłania plików wygasło. Zaloguj się ponownie i spróbuj jeszcze raz.',
  forbidden:
    'Przesyłanie jest niedozwolone. Temu dostępowi brakuje uprawnienia do plików; zapytaj osobę, która prowadzi tę stronę.',
  'session-refused':
    'Serwer nie przyjmuje tego pliku. Zapytaj osobę, która prowadzi tę stronę.',
  refused: 'Serwer odrzucił plik w trakcie przesyłania. Spróbuj ponownie.',
  'part-too-large':
    'Serwer odrzucił część pliku jako zbyt dużą. Powiadom osobę, która prowadzi tę stronę.',
  'rate-limited':
    'Serwer otrzymuje zbyt wiele żądań. Spróbuj ponownie za kilka minut.',
  'server-error': 'Serwer ma problem. Spróbuj ponownie później.',
  timeout: 'Serwer zbyt długo nie odpowiadał. Spróbuj ponownie później.',
  'bad-response':
    'Serwer dał niezrozumiałą odpowiedź. Spróbuj ponownie później.',
  integrity:
    'Dotarło nie to, co wysłano, więc przesłanie się nie liczy. Spróbuj ponownie.',
  'file-changed': 'Plik zmienił się po dodaniu. Usuń go i dodaj ponownie.',
  'file-unreadable':
    'Nie można już odczytać pliku. Czy został przeniesiony albo ma inną nazwę? Dodaj go ponownie.',
  'link-refused':
    'Plik został przesłany, ale karta go nie przyjęła. Spróbuj ponownie lub dodaj go do karty ręcznie.',
};

export default polish;
