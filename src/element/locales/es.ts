/**
 * The element's words in Spanish.
 *
 * Knows: sentences, as `en.ts` does. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'imágenes',
  video: 'vídeos',
  audio: 'audio',
  text: 'texto',
};

const spanish: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Suelte los archivos aquí' : 'Suelte un archivo aquí',
  dropNow: ({ multiple }) =>
    multiple
      ? 'Suelte para añadir los archivos'
      : 'Suelte para añadir el archivo',
  chooseFiles: ({ multiple }) =>
    multiple ? 'Elegir archivos' : 'Elegir un archivo',
  chooseFolder: 'Elegir una carpeta',
  readingFolder: 'Explorando la carpeta…',
  folderEmpty: ({ name }) => `La carpeta «${name}» está vacía.`,
  folderUnreadable: ({ name }) =>
    `No se puede leer la carpeta «${name}». ¿Se ha movido o ha cambiado de nombre? Añádala de nuevo.`,
  folderRefused: ({ name }) =>
    `Aquí solo se puede añadir un archivo. Abra la carpeta «${name}» y elija un archivo.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, {
      one: '# archivo como máximo',
      many: '# de archivos como máximo',
      other: '# archivos como máximo',
    }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `Hasta ${f.bytes(bytes)} cada uno` : `Hasta ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Hasta ${f.bytes(bytes)} en total`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'En espera de empezar',
  opening: 'Empezando…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} de ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `${f.duration(timeLeft)} para terminar`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Enviando el archivo de nuevo desde el principio…',
  healing: 'Reparando lo que ha llegado…',
  checking: 'Comprobando lo que ha llegado…',
  pausing: 'Pausando…',
  paused: ({ loaded, total }, f) =>
    `En pausa: ${f.bytes(loaded)} de ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Vuelva a elegir el archivo: ya se han subido ${f.bytes(loaded)} de ${f.bytes(total)}.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Reanude la subida y permita leer el archivo: ya se han subido ${f.bytes(loaded)} de ${f.bytes(total)}.`,
  otherFile: 'Este es otro archivo. Elija el que se estaba subiendo.',
  waitingForOtherTab: 'Se está subiendo en otra pestaña.',
  waitingForCard: 'Empieza al guardar la tarjeta.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Sin conexión. Continuará por sí solo.'
      : `Sin conexión. Nuevo intento en ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'El servidor está ocupado. Continuará por sí solo.'
      : `El servidor está ocupado. Nuevo intento en ${f.duration(seconds)}.`,
  waitingHidden:
    'Las respuestas del servidor no llegan a esta página. Se sigue intentando.',
  waiting: 'En espera. Continuará por sí solo.',
  uploaded: ({ total }, f) => `Subido · ${f.bytes(total)}`,
  aborted: 'Cancelado',
  linking: 'Subido. Añadiéndolo a la tarjeta…',
  linked: ({ total }, f) => `En la tarjeta · ${f.bytes(total)}`,
  unlinked: 'Subido, pero no está en la tarjeta.',

  pauseFile: ({ name }) => `Pausar ${name}`,
  resumeFile: ({ name }) => `Reanudar ${name}`,
  chooseAgain: ({ name }) => `Volver a elegir ${name}`,
  retryFile: ({ name }) => `Reintentar ${name}`,
  abortFile: ({ name }) => `Cancelar ${name}`,
  linkFile: ({ name }) => `Volver a añadir ${name} a la tarjeta`,
  removeFile: ({ name }) => `Quitar ${name} de la lista`,
  progressOfFile: ({ name }) => `Progreso de ${name}`,
  serverSays: 'El servidor dice:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `Un intento, a las ${f.time(at)}.`,
      many: `# de intentos, el último a las ${f.time(at)}.`,
      other: `# intentos, el último a las ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Copiar los detalles para soporte',
  copiedAloud: 'Copiado.',

  files: 'Archivos',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      one: `Subidos ${f.number(uploaded)} de # archivo`,
      many: `Subidos ${f.number(uploaded)} de # de archivos`,
      other: `Subidos ${f.number(uploaded)} de # archivos`,
    })} · ${f.bytes(loaded)} de ${f.bytes(total)}`,
  progressOfAll: 'Progreso de todos los archivos',
  startAll: ({ count }, f) =>
    f.plural(count, {
      one: 'Subir # archivo',
      many: 'Subir # de archivos',
      other: 'Subir # archivos',
    }),
  pauseAll: 'Pausar todo',
  resumeAll: 'Reanudar todo',
  retryAll: 'Reintentar los fallidos',
  abortAll: 'Cancelar todo',
  clear: 'Vaciar la lista',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: 'No se ha añadido # archivo',
      many: 'No se han añadido # de archivos',
      other: 'No se han añadido # archivos',
    }),
  rejectedMore: ({ count }, f) => `y ${f.number(count)} más`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: 'Se ha omitido # archivo propio del sistema',
      many: 'Se han omitido # de archivos propios del sistema',
      other: 'Se han omitido # archivos propios del sistema',
    }),
  dismiss: 'Cerrar',

  valueMissing: ({ multiple }) =>
    multiple ? 'Añada al menos un archivo.' : 'Añada un archivo.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: 'Todavía se está subiendo # archivo.',
      many: 'Todavía se están subiendo # de archivos.',
      other: 'Todavía se están subiendo # archivos.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: 'Falta por subir # archivo. Súbalo o cancélelo.',
      many: 'Faltan por subir # de archivos. Súbalos o cancélelos.',
      other: 'Faltan por subir # archivos. Súbalos o cancélelos.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: 'No se ha podido subir # archivo. Vuelva a intentarlo o quítelo de la lista.',
      many: 'No se han podido subir # de archivos. Vuelva a intentarlo o quítelos de la lista.',
      other:
        'No se han podido subir # archivos. Vuelva a intentarlo o quítelos de la lista.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `Ha empezado la subida de ${name}.`
      : f.plural(count, {
          many: 'Ha empezado la subida de # de archivos.',
          other: 'Ha empezado la subida de # archivos.',
        }),
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} se ha subido.`
      : f.plural(count, {
          many: 'Se han subido # de archivos.',
          other: 'Se han subido # archivos.',
        }),
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `No se ha podido subir ${name}.`
      : f.plural(count, {
          many: 'No se han podido subir # de archivos.',
          other: 'No se han podido subir # archivos.',
        }),
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} se ha subido, pero no está en la tarjeta.`
      : f.plural(count, {
          many: 'Se han subido # de archivos, pero no están en la tarjeta.',
          other: 'Se han subido # archivos, pero no están en la tarjeta.',
        }),
  quarterAloud: ({ share }, f) => `Subido el ${f.percent(share)}.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'Listo: # archivo subido',
        many: 'Listo: # de archivos subidos',
        other: 'Listo: # archivos subidos',
      }),
      failed > 0 && `${f.number(failed)} con error`,
      aborted > 0 &&
        f.plural(aborted, {
          one: '# cancelado',
          many: '# cancelados',
          other: '# cancelados',
        }),
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Aquí no se pueden subir archivos: falta «${subject}» o no se puede leer.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Solo se puede añadir # archivo.',
      many: 'Solo se pueden añadir # de archivos.',
      other: 'Solo se pueden añadir # archivos.',
    }),
  'file-too-small': ({ limit = 0 }, f) =>
    `El archivo ocupa menos de ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'El archivo es demasiado grande.'
      : `El archivo ocupa más de ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Todos los archivos juntos pueden ocupar ${f.bytes(limit)} como máximo.`,
  'file-type': 'No se pueden añadir archivos de este tipo.',
  duplicate: 'Este archivo ya está en la lista.',
  'not-a-file': 'Aquí solo se pueden añadir archivos, no enlaces ni texto.',
  'prepare-failed': 'No se ha podido preparar el archivo.',
  unreachable:
    'No se puede contactar con el servidor. Compruebe la conexión y vuelva a intentarlo.',
  'blocked-response':
    'La respuesta del servidor no llega a esta página. Avise a quien la administra.',
  redirected:
    'El servidor quiere recibir el archivo en otra dirección, y eso no está permitido. Avise a quien administra esta página.',
  'forbidden-address':
    'El archivo no se ha enviado porque esta página no permite su dirección. Avise a quien administra esta página.',
  unauthorized:
    'Su sesión para subir archivos ha terminado. Inicie sesión de nuevo y vuelva a intentarlo.',
  forbidden:
    'No está permitido subir archivos. Al acceso le falta el permiso para archivos; consulte a quien administra esta página.',
  'session-refused':
    'El servidor no acepta este archivo. Consulte a quien administra esta página.',
  refused:
    'El servidor ha rechazado el archivo durante el envío. Vuelva a intentarlo.',
  'part-too-large':
    'El servidor ha rechazado una parte del archivo por ser demasiado grande. Avise a quien administra esta página.',
  'rate-limited':
    'El servidor recibe demasiadas peticiones. Vuelva a intentarlo en unos minutos.',
  'server-error':
    'El servidor tiene un problema. Vuelva a intentarlo más tarde.',
  timeout:
    'El servidor ha tardado demasiado en responder. Vuelva a intentarlo más tarde.',
  'bad-response':
    'El servidor ha dado una respuesta que no se entiende. Vuelva a intentarlo más tarde.',
  integrity:
    'Lo que ha llegado no es lo que se envió, así que la subida no cuenta. Vuelva a intentarlo.',
  'file-changed':
    'El archivo ha cambiado después de añadirlo. Quítelo y añádalo de nuevo.',
  'file-unreadable':
    'El archivo ya no se puede leer. ¿Se ha movido o tiene otro nombre? Añádalo de nuevo.',
  'link-refused':
    'El archivo se ha subido, pero la tarjeta no lo ha aceptado. Vuelva a intentarlo o añádalo a la tarjeta a mano.',
};

export default spanish;
