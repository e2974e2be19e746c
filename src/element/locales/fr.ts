/**
 * The element's words in French.
 *
 * Knows: sentences, as `en.ts` does, and that a narrow no-break space stands before `:` and `?`. Does not know: where
 * they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'images',
  video: 'vidéos',
  audio: 'fichiers audio',
  text: 'fichiers texte',
};

const french: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Déposez des fichiers ici' : 'Déposez un fichier ici',
  dropNow: ({ multiple }) =>
    multiple
      ? 'Relâchez pour ajouter les fichiers'
      : 'Relâchez pour ajouter le fichier',
  chooseFiles: ({ multiple }) =>
    multiple ? 'Choisir des fichiers' : 'Choisir un fichier',
  chooseFolder: 'Choisir un dossier',
  readingFolder: 'Parcours du dossier…',
  folderEmpty: ({ name }) => `Le dossier «\u202f${name}\u202f» est vide.`,
  folderUnreadable: ({ name }) =>
    `Le dossier «\u202f${name}\u202f» est illisible. A-t-il été déplacé ou renommé\u202f? Ajoutez-le à nouveau.`,
  folderRefused: ({ name }) =>
    `Vous ne pouvez ajouter ici qu’un seul fichier. Ouvrez le dossier «\u202f${name}\u202f» et choisissez un fichier.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, {
      one: '# fichier au maximum',
      many: '# de fichiers au maximum',
      other: '# fichiers au maximum',
    }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `Jusqu’à ${f.bytes(bytes)} chacun` : `Jusqu’à ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Jusqu’à ${f.bytes(bytes)} au total`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'En attente',
  opening: 'Démarrage…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} sur ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `encore ${f.duration(timeLeft)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Nouvel envoi du fichier depuis le début…',
  healing: 'Réparation de ce qui est arrivé…',
  checking: 'Vérification de ce qui est arrivé…',
  pausing: 'Mise en pause…',
  paused: ({ loaded, total }, f) =>
    `En pause à ${f.bytes(loaded)} sur ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Choisissez à nouveau le fichier\u202f: ${f.bytes(loaded)} sur ${f.bytes(total)} sont déjà envoyés.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Reprenez l’envoi et autorisez la lecture du fichier\u202f: ${f.bytes(loaded)} sur ${f.bytes(total)} sont déjà envoyés.`,
  otherFile:
    'C’est un autre fichier. Choisissez celui qui était en cours d’envoi.',
  waitingForOtherTab: 'Envoi en cours dans un autre onglet.',
  waitingForCard: 'Attend l’enregistrement de la fiche.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Pas de connexion. L’envoi reprendra tout seul.'
      : `Pas de connexion. Nouvel essai dans ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'Le serveur est occupé. L’envoi reprendra tout seul.'
      : `Le serveur est occupé. Nouvel essai dans ${f.duration(seconds)}.`,
  waitingHidden:
    'Les réponses du serveur ne parviennent pas à cette page. Les essais continuent.',
  waiting: 'En attente. L’envoi reprendra tout seul.',
  uploaded: ({ total }, f) => `Envoyé · ${f.bytes(total)}`,
  aborted: 'Annulé',
  linking: 'Envoyé. Ajout à la fiche…',
  linked: ({ total }, f) => `Dans la fiche · ${f.bytes(total)}`,
  unlinked: 'Envoyé, mais absent de la fiche.',

  pauseFile: ({ name }) => `Mettre ${name} en pause`,
  resumeFile: ({ name }) => `Reprendre ${name}`,
  chooseAgain: ({ name }) => `Choisir à nouveau ${name}`,
  retryFile: ({ name }) => `Réessayer ${name}`,
  abortFile: ({ name }) => `Annuler ${name}`,
  linkFile: ({ name }) => `Ajouter à nouveau ${name} à la fiche`,
  removeFile: ({ name }) => `Retirer ${name} de la liste`,
  progressOfFile: ({ name }) => `Progression de ${name}`,
  serverSays: 'Le serveur répond\u202f:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `# essai, à ${f.time(at)}.`,
      many: `# d’essais, le dernier à ${f.time(at)}.`,
      other: `# essais, le dernier à ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Copier les détails pour l’assistance',
  copiedAloud: 'Copié.',

  files: 'Fichiers',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(uploaded, {
      one: `# fichier envoyé sur ${f.number(count)}`,
      many: `# de fichiers envoyés sur ${f.number(count)}`,
      other: `# fichiers envoyés sur ${f.number(count)}`,
    })} · ${f.bytes(loaded)} sur ${f.bytes(total)}`,
  progressOfAll: 'Progression de tous les fichiers',
  startAll: ({ count }, f) =>
    f.plural(count, {
      one: 'Envoyer # fichier',
      many: 'Envoyer # de fichiers',
      other: 'Envoyer # fichiers',
    }),
  pauseAll: 'Tout mettre en pause',
  resumeAll: 'Tout reprendre',
  retryAll: 'Réessayer les échecs',
  abortAll: 'Tout annuler',
  clear: 'Vider la liste',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: '# fichier n’a pas été ajouté',
      many: '# de fichiers n’ont pas été ajoutés',
      other: '# fichiers n’ont pas été ajoutés',
    }),
  rejectedMore: ({ count }, f) =>
    f.plural(count, {
      one: 'et # autre',
      many: 'et # d’autres',
      other: 'et # autres',
    }),
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: '# fichier propre au système a été laissé de côté',
      many: '# de fichiers propres au système ont été laissés de côté',
      other: '# fichiers propres au système ont été laissés de côté',
    }),
  dismiss: 'Fermer',

  valueMissing: ({ multiple }) =>
    multiple ? 'Ajoutez au moins un fichier.' : 'Ajoutez un fichier.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: '# fichier est encore en cours d’envoi.',
      many: '# de fichiers sont encore en cours d’envoi.',
      other: '# fichiers sont encore en cours d’envoi.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: '# fichier n’est pas encore envoyé. Envoyez-le ou annulez-le.',
      many: '# de fichiers ne sont pas encore envoyés. Envoyez-les ou annulez-les.',
      other:
        '# fichiers ne sont pas encore envoyés. Envoyez-les ou annulez-les.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: '# fichier n’a pas été envoyé. Réessayez ou retirez-le de la liste.',
      many: '# de fichiers n’ont pas été envoyés. Réessayez ou retirez-les de la liste.',
      other:
        '# fichiers n’ont pas été envoyés. Réessayez ou retirez-les de la liste.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `L’envoi de ${name} a commencé.`
      : f.plural(count, {
          one: 'L’envoi de # fichier a commencé.',
          many: 'L’envoi de # de fichiers a commencé.',
          other: 'L’envoi de # fichiers a commencé.',
        }),
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} est envoyé.`
      : f.plural(count, {
          one: '# fichier est envoyé.',
          many: '# de fichiers sont envoyés.',
          other: '# fichiers sont envoyés.',
        }),
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `L’envoi de ${name} a échoué.`
      : f.plural(count, {
          one: 'L’envoi de # fichier a échoué.',
          many: 'L’envoi de # de fichiers a échoué.',
          other: 'L’envoi de # fichiers a échoué.',
        }),
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} est envoyé, mais absent de la fiche.`
      : f.plural(count, {
          one: '# fichier est envoyé, mais absent de la fiche.',
          many: '# de fichiers sont envoyés, mais absents de la fiche.',
          other: '# fichiers sont envoyés, mais absents de la fiche.',
        }),
  quarterAloud: ({ share }, f) => `${f.percent(share)} envoyés.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'Terminé\u202f: # fichier envoyé',
        many: 'Terminé\u202f: # de fichiers envoyés',
        other: 'Terminé\u202f: # fichiers envoyés',
      }),
      failed > 0 && `${f.number(failed)} en échec`,
      aborted > 0 &&
        f.plural(aborted, {
          one: '# annulé',
          many: '# annulés',
          other: '# annulés',
        }),
    ]
      .filter(Boolean)
      .join(', '),

  'bad-option': ({ subject }) =>
    `Impossible d’envoyer des fichiers ici\u202f: «\u202f${subject}\u202f» manque ou est illisible.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Vous ne pouvez ajouter que # fichier.',
      many: 'Vous ne pouvez ajouter que # de fichiers.',
      other: 'Vous ne pouvez ajouter que # fichiers.',
    }),
  'file-too-small': ({ limit = 0 }, f) =>
    `Le fichier fait moins de ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'Le fichier est trop volumineux.'
      : `Le fichier fait plus de ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `L’ensemble des fichiers ne doit pas dépasser ${f.bytes(limit)}.`,
  'file-type': 'Les fichiers de ce type ne peuvent pas être ajoutés.',
  duplicate: 'Ce fichier est déjà dans la liste.',
  'not-a-file':
    'Vous ne pouvez ajouter ici que des fichiers, pas de liens ni de texte.',
  'prepare-failed': 'Le fichier n’a pas pu être préparé.',
  unreachable:
    'Le serveur est injoignable. Vérifiez la connexion, puis réessayez.',
  'blocked-response':
    'La réponse du serveur ne parvient pas à cette page. Prévenez la personne qui la gère.',
  redirected:
    'Le serveur demande le fichier à une autre adresse, ce qui n’est pas autorisé. Prévenez la personne qui gère cette page.',
  'forbidden-address':
    'Le fichier n’a pas été envoyé, car cette page n’autorise pas son adresse. Prévenez la personne qui gère cette page.',
  unauthorized:
    'Vous n’êtes plus connecté pour l’envoi de fichiers. Reconnectez-vous, puis réessayez.',
  forbidden:
    'L’envoi n’est pas autorisé. Il manque à cet accès l’autorisation pour les fichiers\u202f; demandez à la personne qui gère cette page.',
  'session-refused':
    'Le serveur n’accepte pas ce fichier. Demandez à la personne qui gère cette page.',
  refused: 'Le serveur a refusé le fichier en cours d’envoi. Réessayez.',
  'part-too-large':
    'Le serveur a refusé une partie du fichier, jugée trop volumineuse. Prévenez la personne qui gère cette page.',
  'rate-limited':
    'Le serveur reçoit trop de demandes. Réessayez dans quelques minutes.',
  'server-error': 'Le serveur a un problème. Réessayez plus tard.',
  timeout:
    'Le serveur n’a pas répondu pendant trop longtemps. Réessayez plus tard.',
  'bad-response':
    'La réponse du serveur est incompréhensible. Réessayez plus tard.',
  integrity:
    'Ce qui est arrivé n’est pas ce qui a été envoyé\u202f: l’envoi ne compte pas. Réessayez.',
  'file-changed':
    'Le fichier a été modifié après son ajout. Retirez-le et ajoutez-le à nouveau.',
  'file-unreadable':
    'Le fichier n’est plus lisible. A-t-il été déplacé ou renommé\u202f? Ajoutez-le à nouveau.',
  'link-refused':
    'Le fichier a été envoyé, mais la fiche ne l’a pas accepté. Réessayez ou ajoutez-le à la fiche à la main.',
};

export default french;
