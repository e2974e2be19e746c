/**
 * The element's words in German.
 *
 * Knows: sentences, as `en.ts` does. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'Bilder',
  video: 'Videos',
  audio: 'Audiodateien',
  text: 'Textdateien',
};

const german: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Dateien hier ablegen' : 'Eine Datei hier ablegen',
  dropNow: ({ multiple }) =>
    multiple
      ? 'Loslassen, um die Dateien hinzuzufügen'
      : 'Loslassen, um die Datei hinzuzufügen',
  chooseFiles: ({ multiple }) =>
    multiple ? 'Dateien auswählen' : 'Datei auswählen',
  chooseFolder: 'Ordner auswählen',
  readingFolder: 'Der Ordner wird durchgesehen…',
  folderEmpty: ({ name }) => `Der Ordner „${name}“ ist leer.`,
  folderUnreadable: ({ name }) =>
    `Der Ordner „${name}“ lässt sich nicht lesen. Wurde er verschoben oder umbenannt? Fügen Sie ihn erneut hinzu.`,
  folderRefused: ({ name }) =>
    `Hier kann nur eine Datei hinzugefügt werden. Öffnen Sie den Ordner „${name}“ und wählen Sie eine Datei aus.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, { one: 'Höchstens # Datei', other: 'Höchstens # Dateien' }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `Je bis zu ${f.bytes(bytes)}` : `Bis zu ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Zusammen bis zu ${f.bytes(bytes)}`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Wartet auf den Start',
  opening: 'Wird gestartet…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} von ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `noch ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Die Datei wird noch einmal von vorn gesendet…',
  healing: 'Was angekommen ist, wird repariert…',
  checking: 'Was angekommen ist, wird geprüft…',
  pausing: 'Wird angehalten…',
  paused: ({ loaded, total }, f) =>
    `Angehalten: ${f.bytes(loaded)} von ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Wählen Sie die Datei erneut aus: ${f.bytes(loaded)} von ${f.bytes(total)} sind schon da.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Setzen Sie fort und erlauben Sie, die Datei zu lesen: ${f.bytes(loaded)} von ${f.bytes(total)} sind schon da.`,
  otherFile:
    'Das ist eine andere Datei. Wählen Sie die aus, die gerade hochgeladen wurde.',
  waitingForOtherTab: 'Wird in einem anderen Tab hochgeladen.',
  waitingForCard: 'Wartet auf das Speichern der Karte.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Keine Verbindung. Es geht von selbst weiter.'
      : `Keine Verbindung. Neuer Versuch in ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'Der Server ist ausgelastet. Es geht von selbst weiter.'
      : `Der Server ist ausgelastet. Neuer Versuch in ${f.duration(seconds)}.`,
  waitingHidden:
    'Die Antworten des Servers kommen nicht bis zu dieser Seite. Es wird weiter versucht.',
  waiting: 'Wartet. Es geht von selbst weiter.',
  uploaded: ({ total }, f) => `Hochgeladen · ${f.bytes(total)}`,
  aborted: 'Abgebrochen',
  linking: 'Hochgeladen. Wird zur Karte hinzugefügt…',
  linked: ({ total }, f) => `An der Karte · ${f.bytes(total)}`,
  unlinked: 'Hochgeladen, aber nicht an der Karte.',

  pauseFile: ({ name }) => `${name} anhalten`,
  resumeFile: ({ name }) => `${name} fortsetzen`,
  chooseAgain: ({ name }) => `${name} erneut auswählen`,
  retryFile: ({ name }) => `${name} noch einmal versuchen`,
  abortFile: ({ name }) => `${name} abbrechen`,
  linkFile: ({ name }) => `${name} noch einmal zur Karte hinzufügen`,
  removeFile: ({ name }) => `${name} aus der Liste entfernen`,
  progressOfFile: ({ name }) => `Fortschritt von ${name}`,
  serverSays: 'Der Server sagt:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `Einmal versucht, um ${f.time(at)}.`,
      other: `# Mal versucht, zuletzt um ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Einzelheiten für den Support kopieren',
  copiedAloud: 'Kopiert.',

  files: 'Dateien',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      one: `${f.number(uploaded)} von # Datei hochgeladen`,
      other: `${f.number(uploaded)} von # Dateien hochgeladen`,
    })} · ${f.bytes(loaded)} von ${f.bytes(total)}`,
  progressOfAll: 'Fortschritt aller Dateien',
  startAll: ({ count }, f) =>
    f.plural(count, { one: '# Datei hochladen', other: '# Dateien hochladen' }),
  pauseAll: 'Alle anhalten',
  resumeAll: 'Alle fortsetzen',
  retryAll: 'Fehlgeschlagene wiederholen',
  abortAll: 'Alle abbrechen',
  clear: 'Liste leeren',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: '# Datei wurde nicht hinzugefügt',
      other: '# Dateien wurden nicht hinzugefügt',
    }),
  rejectedMore: ({ count }, f) => `und ${f.number(count)} weitere`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: '# Datei, die das System für sich selbst anlegt, wurde ausgelassen',
      other:
        '# Dateien, die das System für sich selbst anlegt, wurden ausgelassen',
    }),
  dismiss: 'Schließen',

  valueMissing: ({ multiple }) =>
    multiple
      ? 'Fügen Sie mindestens eine Datei hinzu.'
      : 'Fügen Sie eine Datei hinzu.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: '# Datei wird noch hochgeladen.',
      other: '# Dateien werden noch hochgeladen.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: '# Datei ist noch nicht hochgeladen. Laden Sie sie hoch, oder brechen Sie sie ab.',
      other:
        '# Dateien sind noch nicht hochgeladen. Laden Sie sie hoch, oder brechen Sie sie ab.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: '# Datei wurde nicht hochgeladen. Versuchen Sie es erneut, oder entfernen Sie sie aus der Liste.',
      other:
        '# Dateien wurden nicht hochgeladen. Versuchen Sie es erneut, oder entfernen Sie sie aus der Liste.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} wird hochgeladen.`
      : `${f.number(count)} Dateien werden hochgeladen.`,
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} ist hochgeladen.`
      : `${f.number(count)} Dateien sind hochgeladen.`,
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} konnte nicht hochgeladen werden.`
      : `${f.number(count)} Dateien konnten nicht hochgeladen werden.`,
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} wurde hochgeladen, ist aber nicht an der Karte.`
      : f.plural(count, {
          other: '# Dateien wurden hochgeladen, sind aber nicht an der Karte.',
        }),
  quarterAloud: ({ share }, f) => `${f.percent(share)} hochgeladen.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'Fertig: # Datei hochgeladen',
        other: 'Fertig: # Dateien hochgeladen',
      }),
      failed > 0 && `${f.number(failed)} fehlgeschlagen`,
      aborted > 0 && `${f.number(aborted)} abgebrochen`,
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Hier können keine Dateien hochgeladen werden: „${subject}“ fehlt oder ist nicht lesbar.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Es kann nur # Datei hinzugefügt werden.',
      other: 'Es können nur # Dateien hinzugefügt werden.',
    }),
  'file-too-small': ({ limit = 0 }, f) =>
    `Die Datei ist kleiner als ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'Die Datei ist zu groß.'
      : `Die Datei ist größer als ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Alle Dateien zusammen dürfen höchstens ${f.bytes(limit)} haben.`,
  'file-type': 'Dateien dieser Art können nicht hinzugefügt werden.',
  duplicate: 'Diese Datei ist schon in der Liste.',
  'not-a-file':
    'Hier können nur Dateien hinzugefügt werden, keine Links oder Texte.',
  'prepare-failed': 'Die Datei konnte nicht vorbereitet werden.',
  unreachable:
    'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es dann erneut.',
  'blocked-response':
    'Die Antwort des Servers kommt nicht bis zu dieser Seite. Bitte sagen Sie den Betreibern der Seite Bescheid.',
  redirected:
    'Der Server möchte die Datei an einer anderen Adresse, was nicht erlaubt ist. Bitte sagen Sie den Betreibern der Seite Bescheid.',
  'forbidden-address':
    'Die Datei wurde nicht gesendet, weil diese Seite ihre Adresse nicht erlaubt. Bitte sagen Sie den Betreibern der Seite Bescheid.',
  unauthorized:
    'Sie sind für Uploads nicht mehr angemeldet. Melden Sie sich erneut an und versuchen Sie es dann noch einmal.',
  forbidden:
    'Das Hochladen ist nicht erlaubt. Dem Zugang fehlt die Berechtigung für Dateien. Bitte fragen Sie die Betreiber der Seite.',
  'session-refused':
    'Der Server nimmt diese Datei nicht an. Bitte fragen Sie die Betreiber der Seite.',
  refused:
    'Der Server hat die Datei unterwegs abgelehnt. Versuchen Sie es erneut.',
  'part-too-large':
    'Der Server hat einen Teil der Datei als zu groß abgelehnt. Bitte sagen Sie den Betreibern der Seite Bescheid.',
  'rate-limited':
    'Der Server bekommt zu viele Anfragen. Versuchen Sie es in ein paar Minuten erneut.',
  'server-error':
    'Der Server hat ein Problem. Versuchen Sie es später noch einmal.',
  timeout:
    'Der Server hat zu lange nicht geantwortet. Versuchen Sie es später noch einmal.',
  'bad-response':
    'Die Antwort des Servers ist unverständlich. Versuchen Sie es später noch einmal.',
  integrity:
    'Es ist nicht das angekommen, was gesendet wurde. Der Upload gilt deshalb nicht. Versuchen Sie es erneut.',
  'file-changed':
    'Die Datei wurde geändert, nachdem sie hinzugefügt wurde. Entfernen Sie sie und fügen Sie sie erneut hinzu.',
  'file-unreadable':
    'Die Datei kann nicht mehr gelesen werden. Wurde sie verschoben oder umbenannt? Fügen Sie sie erneut hinzu.',
  'link-refused':
    'Die Datei wurde hochgeladen, aber die Karte hat sie nicht angenommen. Versuchen Sie es erneut, oder fügen Sie sie von Hand zur Karte hinzu.',
};

export default german;
