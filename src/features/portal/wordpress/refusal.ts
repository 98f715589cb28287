import type { WordpressEnd } from './entry.ts'

export type RefusalReason = Extract<WordpressEnd, { tag: 'refused' }>['reason']

const sentences: Readonly<Record<RefusalReason, string>> = {
  'not-an-export':
    'Ce fichier n’est pas un export de WordPress : il n’en porte pas la version. Dans WordPress, choisissez « Outils », puis « Exporter », et prenez le fichier obtenu tel quel.',
  doctype:
    'Ce fichier contient une déclaration (DOCTYPE) qu’un export de WordPress n’a jamais. Par prudence, rien n’est repris.',
  cut: 'Ce fichier est coupé avant la fin de son premier article. Refaites l’export, puis recommencez.',
  'too-big': 'Ce fichier, ou l’un de ses articles, est trop grand. Dans WordPress, exportez une année à la fois.',
  'too-deep': 'Ce fichier est construit comme aucun export de WordPress ne l’est. Par prudence, rien n’est repris.',
  encoding: 'L’écriture de ce fichier n’est pas reconnue : ce n’est ni UTF-8 ni une écriture de l’Europe de l’Ouest.',
}

/** Why a file isn't imported, with its sentence in French. */
export const refusal = (reason: RefusalReason): WordpressEnd => ({
  tag: 'refused',
  reason,
  sentence: sentences[reason]
    .replace(/ ([:;!?»])/g, (_, sign: string) => (sign === ':' ? '\u00a0:' : `\u202f${sign}`))
    .replace(/« /g, '«\u202f'),
})
