import { formatNumber, plural } from '#core/text/format.ts'
import { putFrenchSpacesInAll } from '#core/text/french-spacing.ts'

const n = (count: number) => formatNumber(count, 'fr')

/** Words of the pages where people look at what seems foreign in their texts, and at what isn't as it was signed. */
export const watchFr = putFrenchSpacesInAll({
  title: 'À vérifier',
  intro:
    'Ici se regarde ce qui semble avoir été glissé par quelqu’un d’autre dans les textes, et ce qui n’est plus comme il a été signé.',
  notices: {
    aside: (count: number) =>
      plural(
        count,
        'fr',
        'Un passage a été mis de côté pendant la reprise d’un ancien site.',
        `${n(count)} passages ont été mis de côté pendant la reprise d’un ancien site.`,
      ),
    inText: (count: number) =>
      plural(
        count,
        'fr',
        'Un passage d’un texte en ligne semble venir de quelqu’un d’autre.',
        `${n(count)} passages de textes en ligne semblent venir de quelqu’un d’autre.`,
      ),
    alarms: (count: number) =>
      plural(
        count,
        'fr',
        'Alarme : quelque chose n’est plus comme il a été signé.',
        `Alarmes : ${n(count)} choses ne sont plus comme elles ont été signées.`,
      ),
    look: 'Regarder et dire oui ou non',
    lookAlarms: 'Voir où, depuis quand, et que faire',
  },
  alarms: 'Alarmes',
  noAlarm: 'Aucune. Tout est comme il a été signé.',
  found: (moment: string) => `Trouvé le ${moment}.`,
  since: (moment: string) => `Le dernier contrôle en ordre date du ${moment} : cela a changé depuis.`,
  never: 'Aucun contrôle en ordre avant celui-ci.',
  mended: 'C’est déjà remis comme signé : les lecteurs voient le texte signé.',
  notMended: 'Ce n’est pas réparé.',
  texts: 'Textes touchés :',
  whatToDo: 'Que faire',
  do: {
    mended:
      'Prévenez la personne qui tient la machine : quelqu’un, ou un disque malade, a écrit dans la base sans passer par le portail. Changez les mots de passe de la machine.',
    blob: 'Une image est abîmée. Elle revient à la prochaine liaison si un autre nœud l’a\u202f; sinon, remettez-la depuis la sauvegarde, ou choisissez-la de nouveau dans son texte.',
    log: 'Faites une sauvegarde, ne l’écrasez pas sur la précédente, et comparez avec une autre machine ou une sauvegarde plus ancienne avant de continuer.',
    database: 'Le disque est peut-être malade. Faites une sauvegarde aujourd’hui et prévoyez un autre disque.',
  },
  seen: 'J’ai vu ces alarmes',
  seenHint: 'Elles quittent cette page ; le nœud garde la liste et votre nom.',
  waiting: 'Passages à regarder',
  noWaiting: 'Aucun passage n’attend.',
  more: 'Il y en a d’autres : ils viendront quand ceux-ci seront décidés.',
  see: 'Voir dans le texte',
  decidedTitle: 'Décidé récemment',
  aside: 'Mis de côté pendant la reprise',
  inText: 'En ligne avec son texte',
  decided: {
    belongs: (who: string, when: string) => `${who} a dit oui, ce passage est de nous, le ${when}.`,
    foreign: (who: string, when: string) => `${who} a dit non, ce passage n’est pas de nous, le ${when}.`,
  },
  someone: 'Quelqu’un',
  passageTitle: (title: string) => `Un passage de « ${title} »`,
  back: 'Tout ce qui est à vérifier',
  openText: 'Ouvrir le texte',
  isThere: 'Ce passage est dans le texte. Il est surligné ci-dessous.',
  isAside: 'Ce passage n’est pas dans le texte. Il est surligné ci-dessous, là où il se trouvait.',
  unsure: 'Le texte a beaucoup changé : sa place n’est plus connue, il est montré à la fin.',
  linksOff: 'Ses liens ne mènent nulle part ici ; l’adresse est écrite à côté.',
  yes: 'Oui, ce passage est de nous',
  yesThere: 'Il reste dans le texte, et on ne le demandera plus.',
  yesAside: 'Il revient à sa place dans le texte.',
  yesAsideOnline: 'Il revient à sa place, aussi sur le site.',
  no: 'Non, il n’est pas de nous',
  noThere: 'Il est retiré du texte.',
  noThereOnline: 'Il est retiré du texte, aussi sur le site.',
  noAside: 'Il reste hors du texte.',
  maySwitch: 'Vous pouvez décider autrement plus tard : tout est gardé dans l’historique.',
  noRight: 'Une personne qui publie pour cette association, ou une personne responsable, décide.',
  done: { belongs: 'C’est dit : ce passage est de vous.', foreign: 'C’est dit : ce passage n’est pas de vous.' },
})
