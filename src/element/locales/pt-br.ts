/**
 * The element's words in Brazilian Portuguese.
 *
 * Knows: sentences, as `en.ts` does. Does not know: where they are shown.
 */

import type { Messages } from '../messages.js';

const KINDS = {
  image: 'imagens',
  video: 'vídeos',
  audio: 'áudio',
  text: 'texto',
};

const brazilian: Messages = {
  dropFiles: ({ multiple }) =>
    multiple ? 'Solte os arquivos aqui' : 'Solte um arquivo aqui',
  dropNow: ({ multiple }) =>
    multiple
      ? 'Solte para adicionar os arquivos'
      : 'Solte para adicionar o arquivo',
  chooseFiles: ({ multiple }) =>
    multiple ? 'Escolher arquivos' : 'Escolher um arquivo',
  chooseFolder: 'Escolher uma pasta',
  readingFolder: 'Examinando a pasta…',
  folderEmpty: ({ name }) => `A pasta “${name}” está vazia.`,
  folderUnreadable: ({ name }) =>
    `Não é possível ler a pasta “${name}”. Ela foi movida ou renomeada? Adicione-a novamente.`,
  folderRefused: ({ name }) =>
    `Aqui só pode ser adicionado um arquivo. Abra a pasta “${name}” e escolha um arquivo.`,
  limitFiles: ({ count }, f) =>
    f.plural(count, {
      one: 'No máximo # arquivo',
      many: 'No máximo # de arquivos',
      other: 'No máximo # arquivos',
    }),
  limitSize: ({ bytes, multiple }, f) =>
    multiple ? `Até ${f.bytes(bytes)} cada` : `Até ${f.bytes(bytes)}`,
  limitTotal: ({ bytes }, f) => `Até ${f.bytes(bytes)} no total`,
  limitTypes: ({ types }, f) => f.types(types, KINDS),

  queued: 'Aguardando para começar',
  opening: 'Começando…',
  uploading: ({ loaded, total, speed, timeLeft }, f) =>
    [
      `${f.bytes(loaded)} de ${f.bytes(total)}`,
      speed > 0 && f.speed(speed),
      timeLeft !== undefined && `${f.duration(timeLeft)} para terminar`,
    ]
      .filter(Boolean)
      .join(' · '),
  startingOver: 'Enviando o arquivo de novo desde o começo…',
  healing: 'Corrigindo o que chegou…',
  checking: 'Conferindo o que chegou…',
  pausing: 'Pausando…',
  paused: ({ loaded, total }, f) =>
    `Pausado em ${f.bytes(loaded)} de ${f.bytes(total)}`,
  pausedForFile: ({ loaded, total }, f) =>
    `Escolha o arquivo de novo: ${f.bytes(loaded)} de ${f.bytes(total)} já foram enviados.`,
  pausedForPermission: ({ loaded, total }, f) =>
    `Continue e permita a leitura do arquivo: ${f.bytes(loaded)} de ${f.bytes(total)} já foram enviados.`,
  otherFile: 'Este é outro arquivo. Escolha o que estava sendo enviado.',
  waitingForOtherTab: 'Sendo enviado em outra aba.',
  waitingForCard: 'Começa quando o card for salvo.',
  waitingForNetwork: ({ seconds }, f) =>
    seconds === undefined
      ? 'Sem conexão. O envio continua sozinho.'
      : `Sem conexão. Nova tentativa em ${f.duration(seconds)}.`,
  waitingForDrive: ({ seconds }, f) =>
    seconds === undefined
      ? 'O servidor está ocupado. O envio continua sozinho.'
      : `O servidor está ocupado. Nova tentativa em ${f.duration(seconds)}.`,
  waitingHidden:
    'As respostas do servidor não chegam a esta página. Ainda tentando.',
  waiting: 'Aguardando. O envio continua sozinho.',
  uploaded: ({ total }, f) => `Enviado · ${f.bytes(total)}`,
  aborted: 'Cancelado',
  linking: 'Enviado. Adicionando ao card…',
  linked: ({ total }, f) => `No card · ${f.bytes(total)}`,
  unlinked: 'Enviado, mas não está no card.',

  pauseFile: ({ name }) => `Pausar ${name}`,
  resumeFile: ({ name }) => `Continuar ${name}`,
  chooseAgain: ({ name }) => `Escolher ${name} de novo`,
  retryFile: ({ name }) => `Tentar ${name} de novo`,
  abortFile: ({ name }) => `Cancelar ${name}`,
  linkFile: ({ name }) => `Adicionar ${name} ao card de novo`,
  removeFile: ({ name }) => `Remover ${name} da lista`,
  progressOfFile: ({ name }) => `Progresso de ${name}`,
  serverSays: 'O servidor diz:',
  tried: ({ count, at }, f) =>
    f.plural(count, {
      one: `# tentativa, às ${f.time(at)}.`,
      many: `# de tentativas, a última às ${f.time(at)}.`,
      other: `# tentativas, a última às ${f.time(at)}.`,
    }),
  copyDiagnosis: 'Copiar detalhes para o suporte',
  copiedAloud: 'Copiado.',

  files: 'Arquivos',
  totals: ({ uploaded, count, loaded, total }, f) =>
    `${f.plural(count, {
      one: `${f.number(uploaded)} de # arquivo enviado`,
      many: `${f.number(uploaded)} de # de arquivos enviados`,
      other: `${f.number(uploaded)} de # arquivos enviados`,
    })} · ${f.bytes(loaded)} de ${f.bytes(total)}`,
  progressOfAll: 'Progresso de todos os arquivos',
  startAll: ({ count }, f) =>
    f.plural(count, {
      one: 'Enviar # arquivo',
      many: 'Enviar # de arquivos',
      other: 'Enviar # arquivos',
    }),
  pauseAll: 'Pausar tudo',
  resumeAll: 'Continuar tudo',
  retryAll: 'Repetir os que falharam',
  abortAll: 'Cancelar tudo',
  clear: 'Limpar a lista',

  rejected: ({ count }, f) =>
    f.plural(count, {
      one: '# arquivo não foi adicionado',
      many: '# de arquivos não foram adicionados',
      other: '# arquivos não foram adicionados',
    }),
  rejectedMore: ({ count }, f) => `e mais ${f.number(count)}`,
  leftOut: ({ count }, f) =>
    f.plural(count, {
      one: '# arquivo próprio do sistema foi deixado de fora',
      many: '# de arquivos próprios do sistema foram deixados de fora',
      other: '# arquivos próprios do sistema foram deixados de fora',
    }),
  dismiss: 'Fechar',

  valueMissing: ({ multiple }) =>
    multiple ? 'Adicione pelo menos um arquivo.' : 'Adicione um arquivo.',
  stillUploading: ({ count }, f) =>
    f.plural(count, {
      one: '# arquivo ainda está sendo enviado.',
      many: '# de arquivos ainda estão sendo enviados.',
      other: '# arquivos ainda estão sendo enviados.',
    }),
  notUploadedYet: ({ count }, f) =>
    f.plural(count, {
      one: '# arquivo ainda não foi enviado. Envie-o ou cancele-o.',
      many: '# de arquivos ainda não foram enviados. Envie-os ou cancele-os.',
      other: '# arquivos ainda não foram enviados. Envie-os ou cancele-os.',
    }),
  uploadsFailed: ({ count }, f) =>
    f.plural(count, {
      one: '# arquivo não foi enviado. Tente de novo ou remova-o da lista.',
      many: '# de arquivos não foram enviados. Tente de novo ou remova-os da lista.',
      other:
        '# arquivos não foram enviados. Tente de novo ou remova-os da lista.',
    }),

  startedAloud: ({ name, count }, f) =>
    count === 1
      ? `O envio de ${name} começou.`
      : f.plural(count, {
          one: 'O envio de # arquivo começou.',
          many: 'O envio de # de arquivos começou.',
          other: 'O envio de # arquivos começou.',
        }),
  uploadedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} foi enviado.`
      : f.plural(count, {
          one: '# arquivo foi enviado.',
          many: '# de arquivos foram enviados.',
          other: '# arquivos foram enviados.',
        }),
  failedAloud: ({ name, count }, f) =>
    count === 1
      ? `O envio de ${name} falhou.`
      : f.plural(count, {
          one: 'O envio de # arquivo falhou.',
          many: 'O envio de # de arquivos falhou.',
          other: 'O envio de # arquivos falhou.',
        }),
  unlinkedAloud: ({ name, count }, f) =>
    count === 1
      ? `${name} foi enviado, mas não está no card.`
      : f.plural(count, {
          one: '# arquivo foi enviado, mas não está no card.',
          many: '# de arquivos foram enviados, mas não estão no card.',
          other: '# arquivos foram enviados, mas não estão no card.',
        }),
  quarterAloud: ({ share }, f) => `${f.percent(share)} enviados.`,
  doneAloud: ({ uploaded, failed, aborted }, f) =>
    [
      f.plural(uploaded, {
        one: 'Tudo pronto: # arquivo enviado',
        many: 'Tudo pronto: # de arquivos enviados',
        other: 'Tudo pronto: # arquivos enviados',
      }),
      failed > 0 && `${f.number(failed)} com falha`,
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
    `Não é possível enviar arquivos aqui: “${subject}” está faltando ou não pode ser lido.`,
  'too-many-files': ({ limit = 1 }, f) =>
    f.plural(limit, {
      one: 'Só # arquivo pode ser adicionado.',
      many: 'Só # de arquivos podem ser adicionados.',
      other: 'Só # arquivos podem ser adicionados.',
    }),
  'file-too-small': ({ limit = 0 }, f) =>
    `O arquivo tem menos de ${f.bytes(limit)}.`,
  'file-too-large': ({ limit }, f) =>
    limit === undefined
      ? 'O arquivo é grande demais.'
      : `O arquivo tem mais de ${f.bytes(limit)}.`,
  'total-too-large': ({ limit = 0 }, f) =>
    `Todos os arquivos juntos podem ter no máximo ${f.bytes(limit)}.`,
  'file-type': 'Arquivos deste tipo não podem ser adicionados.',
  duplicate: 'Este arquivo já está na lista.',
  'not-a-file': 'Aqui só podem ser adicionados arquivos, não links ou texto.',
  'prepare-failed': 'Não foi possível preparar o arquivo.',
  unreachable:
    'Não foi possível acessar o servidor. Verifique a conexão e tente de novo.',
  'blocked-response':
    'A resposta do servidor não chega a esta página. Avise quem cuida dela.',
  redirected:
    'O servidor quer o arquivo em outro endereço, o que não é permitido. Avise quem cuida desta página.',
  'forbidden-address':
    'O arquivo não foi enviado porque esta página não permite o endereço dele. Avise quem cuida desta página.',
  unauthorized:
    'Seu acesso para enviar arquivos expirou. Entre de novo e tente outra vez.',
  forbidden:
    'O envio não é permitido. Falta ao acesso a permissão para arquivos; fale com quem cuida desta página.',
  'session-refused':
    'O servidor não aceita este arquivo. Fale com quem cuida desta página.',
  refused: 'O servidor recusou o arquivo no meio do envio. Tente de novo.',
  'part-too-large':
    'O servidor recusou uma parte do arquivo por ser grande demais. Avise quem cuida desta página.',
  'rate-limited':
    'O servidor está recebendo pedidos demais. Tente de novo em alguns minutos.',
  'server-error': 'O servidor está com um problema. Tente de novo mais tarde.',
  timeout:
    'O servidor ficou tempo demais sem responder. Tente de novo mais tarde.',
  'bad-response':
    'O servidor deu uma resposta que não dá para entender. Tente de novo mais tarde.',
  integrity:
    'O que chegou não é o que foi enviado, por isso o envio não vale. Tente de novo.',
  'file-changed':
    'O arquivo foi alterado depois de adicionado. Remova-o e adicione de novo.',
  'file-unreadable':
    'Não é mais possível ler o arquivo. Ele foi movido ou renomeado? Adicione de novo.',
  'link-refused':
    'O arquivo foi enviado, mas o card não o aceitou. Tente de novo ou adicione-o ao card manualmente.',
};

export default brazilian;
