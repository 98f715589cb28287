import type { ReasonTag } from './passage.ts'

/** What is sold by injected advertising, by strength. All folded: lower case, no accents, plain apostrophes. */
export type Trade = {
  readonly tag: Extract<ReasonTag, 'drug-name' | 'casino' | 'credit' | 'counterfeit' | 'adult'>
  /** Names that honest articles have no use for. */
  readonly names: ReadonlySet<string>
  /** Turns of phrase of the trade; alone they need a commercial tone beside. */
  readonly phrases: RegExp
  /** Turns that only such advertising has, or an article on the matter itself. */
  readonly sure: RegExp
  /** Words of articles on the matter itself, which excuse a name in them. */
  readonly matter: RegExp
  /** Words that honest articles on the matter use as well. */
  readonly topics: RegExp
}

const names = (words: string) => new Set(words.trim().split(/\s+/))

export const trades: readonly Trade[] = [
  {
    tag: 'drug-name',
    matter: /medicament|pharmac|ordonnance|stupefiant|dopage|dopant|psychotrope|toxicoman|vaccin/,
    sure: /(?<![\p{L}\p{N}])(?:(?:pilules?|comprimes?|medicaments?|gelules?|generiques?|traitements?|antidouleurs?|somniferes?|anxiolytiques?)(?: [\p{L}\p{N}']+){0,8}? (?:sans (?:ordonnance|prescription|avis|visite|rendez-vous)|en pharmacie en ligne|a prix|pas chere?s?)|(?:ne necessit\w+|n'exig\w+) (?:pas|aucune) (?:d'ordonnance|ordonnance)|pilules? (?:bleues?|pour l'erection|minceur|miracle)|brule[- ]graisses?|agrandissement du penis|huile de cbd|perdre \d+ kilos|(?:probleme|trouble)s? d'erection|dysfonction erectile|steroides anabolisants)(?![\p{L}])/u,
    names: names(`
      viagra cialis levitra kamagra spedra stendra avanafil priligy dapoxetine sildenafil tadalafil vardenafil apcalis tadacip suhagra caverta cenforce vidalista
      xanax alprazolam valium diazepam lexomil bromazepam stilnox zolpidem ambien zopiclone imovane rohypnol lorazepam temesta clonazepam rivotril klonopin
      tramadol codeine oxycodone oxycontin fentanyl vicodin hydrocodone percocet norco dilaudid demerol ultram soma carisoprodol pregabaline lyrica gabapentine neurontin
      adderall modafinil provigil nuvigil ritaline vyvanse phentermine adipex ozempic wegovy semaglutide mounjaro tirzepatide saxenda liraglutide xenical orlistat acomplia
      sibutramine reductil meridia clenbuterol anavar dianabol winstrol durabolin trenbolone oxandrolone stanozolol nandrolone sarms hgh somatropine
      ivermectine hydroxychloroquine plaquenil accutane isotretinoine roaccutane propecia finasteride clomid clomiphene nolvadex tamoxifene prednisone zithromax azithromycine
      amoxicilline augmentin doxycycline cipro lasix melanotan botox poppers ketamine mdma ecstasy lsd ayahuasca kratom nembutal cytotec misoprostol
      viagara cialix viagrra generika vigrx extenze maxoderm virility erectil prozac zoloft celexa paxil effexor seroquel nexium lipitor plavix synthroid
      delta8`),
    phrases:
      /(?<![\p{L}\p{N}])(?:en vente libre|en pharmacie en ligne|chute des cheveux|sans certificat medical|pharmacies? en ligne|generiques? pas cher|pilules? (?:bleue|pour|contre|minceur)|dysfonction erectile|troubles? de l'erection|brule[- ]graisses?|perte de poids|perdre du poids|coupe[- ]faim|steroides? anabolisants?|agrandissement du penis|ejaculation precoce|huile de (?:cbd|cannabis|chanvre))(?![\p{L}])/u,
    topics:
      /\b(?:pilules?|comprimes?|gelules?|capsules?|medicaments?|posologie|erection|erectiles?|virilite|libido|impuissance|aphrodisiaques?|minceur|maigrir|anabolisants?|steroides?|antidouleurs?|somniferes?|anxiolytiques?|pharmacies?|ordonnances?|testosterone|dopants?)\b/,
  },
  {
    tag: 'casino',
    matter:
      /casino|jeux? (?:d'argent|de hasard|en ligne)|paris? (?:sportif|en ligne|hippique)|loterie|poker|les jeux et/,
    sure: /(?<![\p{L}\p{N}])(?:casinos? (?:en ligne|virtuel|online|live|mobile|sur mobile|numerique)|(?:site|plateforme|application)s? de (?:paris|jeux d'argent|poker|casino)|(?:tours?|spins?|parties?|mises?|jetons?) (?:gratuit|offert)e?s?|\d+ ?(?:€|euros|%)? (?:offerts?|de bonus|de jetons)|(?:parie[rz]?|mise[rz]|parient|misent)(?: [\p{L}\p{N}']+){0,6}? (?:en ligne|foot\w*|matchs?|rugby|tennis|hippique|cotes?|gagn\w+|euros?)|(?:rouleaux|croupier|crash game|scratch|bingo en ligne|poker en ligne|pronostics? (?:gagnants?|gratuits?|vip))|tours? gratuits?|free ?spins?|bonus (?:de bienvenue|sans depot|de depot|d'inscription|a l'inscription|exclusif)|machines? a sous|jackpots?|(?:double[rz]?|premiere?|premier|triple[rz]?) (?:votre |sa |leur )?(?:premiere? )?(?:mise|pari|depot)(?! en)|(?:blackjack|poker|roulette|baccara)(?: [\p{L}\p{N}']+){0,6}? (?:en ligne|en direct|bonus|depot|gains?|gratuite?s?)|gagne[rz] (?:de l'argent|gros|jusqu'a \d+)|revenus? passifs?|(?:investi\w+|placez)(?: [\p{L}\p{N}']+){0,6}? (?:bitcoins?|crypto(?:s|monnaies?|actifs?)?|forex)|cotes? (?:boostees?|imbattables))(?![\p{L}])/u,
    names: names(
      `
      betclic unibet winamax 1xbet bwin pokerstars partypoker betway bet365 zebet parionssport melbet betwinner 888casino stake megapari mostbet pinup lucky8 jackpotcity
      unique cresus leovegas spinpalace slotomania bitstarz betfair betsson 22bet freebet freebets videopoker`.replace(
        /\bunique\b/,
        '',
      ),
    ),
    phrases:
      /(?<![\p{L}\p{N}])(?:casinos?|poker|blackjack|roulette|baccara|bookmakers?|croupiers?|paris? (?:sportifs?|hippiques?)|bitcoins?|crypto(?:s|monnaies?|actifs?)?|jackpots?|jeux? en argent|casinos? (?:en ligne|virtuel|online|live|sur internet|mobile|francais)|machines? a sous|tours? gratuits?|free ?spins?|bonus (?:de bienvenue|sans depot|a l'inscription|de depot|d'inscription|exclusif|de)|paris? sportifs?|roulette (?:en|francaise|americaine|gratuite|en direct)|jackpots?|(?:premiere?|votre|double[rz]?|chaque) (?:mise|pari)(?! en| a|n)|(?:poker|blackjack|baccara|bingo|roulette|loto) (?:en ligne|en direct|gratuit|online)|jeux? d'argent reel|gagn(?:ez|er) (?:de l'argent|gros|jusqu)|cotes? (?:les plus|imbattables|boostees)|crypto(?:s|monnaies?)?|bitcoins?|trading|forex|revenus? passifs?)(?![\p{L}])/u,
    topics:
      /\b(?:casinos?|poker|blackjack|roulette|baccara|jackpots?|parieurs?|paris|mises?(?! (?:a|en|au)\b)|slots?|bookmakers?|croupiers?|joueurs?|jouer|jouent|gains?|tirages?|bitcoins?|crypto(?:s|monnaies?|actifs?)?|trading)\b/,
  },
  {
    tag: 'credit',
    matter: /credit|\bprets?\b|emprunt|surendett/,
    sure: /(?<![\p{L}\p{N}])(?:(?:organisme|preteur|particulier|societe|banque)(?: [\p{L}']+){0,3}? prete(?: [\p{L}\p{N}']+){0,4}? \d|preteurs? prives?|meme en cas d'interdit|sans enquete ni|sans fiche de paie|interdits? bancaires? (?:acceptes?|compris|bienvenus?)|meme (?:fiches?|interdits? bancaires?|sans (?:emploi|revenus?|cdi))|(?:fonds|argent|somme|virement|montant)(?: [\p{L}\p{N}']+){0,4}? (?:en|sous|dans les) (?:24|48|72|\d+|quelques) ?(?:h\b|heures|minutes)|sans (?:passer par (?:la |votre |leur |sa |une )?banque|justifier (?:de )?(?:vos|leurs|ses) revenus)|(?:verse|vire|avance|debloque)(?:nt|s|r)? (?:jusqu'a |de )?\d[\d ]* ?(?:€|euros)|accord de principe (?:immediat|en|sous)|(?:prets?|credits?|emprunts?|micro-?credits?|mini-?(?:credits?|prets?)|avances?|financements?)(?: [\p{L}\p{N}€']+){0,8}? (?:sans (?:aucun )?(?:justificatifs?|enquete|refus|document|verification|garantie ni)|en (?:24|48|72|dix|cinq|deux|vingt|\d+|quelques) ?(?:h\b|heures|minutes|clics)|aux fiches|meme (?:aux |en etant |si vous etes )?(?:fiches?|interdits?|ficp))|(?:credits?|prets?|argent) (?:instantanes?|immediats?|express|rapides?|facile)|(?:prets?|credits?|offres? de prets?) (?:d'argent )?entre (?:particuliers?|personnes)|rachats? de credits?(?: [\p{L}\p{N}']+){0,6}? (?:en ligne|reponse|mensualites)|besoin d'(?:argent|un pret|un credit|une avance)|placements? garantis?|argent (?:rapide|facile|immediat|en urgence)|(?:divise[rz]|allege[rz]|reduise[rz]|baisser) (?:vos|leurs|ses) mensualites)(?![\p{L}])/u,
    names: names('cashexpress cofidis sofinco cetelem younited finfrog cashper lendup paydayloan paydayloans moneyman'),
    phrases:
      /(?<![\p{L}\p{N}])(?:(?:emprunte[rz]?|preter?|pretent|prete) (?:jusqu'a |plus de |entre |de )?\d|preteurs? prives?|avances? d'argent|rendements? de \d+|interets? garantis?|(?:placee?s?|place[rz]) en (?:bourse|crypto(?:s|monnaies?|actifs?)?|bitcoins?)|ni fiche de paie|sans (?:fiche de paie|enquete|apport ni)|(?:prets?|credits?|emprunts?|micro-?credits?|mini-?(?:credits?|prets?)|rachats? de credits?|financements?|avances?|argent|fonds) (?:\w+ ){0,2}?(?:rapides?|express|instantanes?|immediats?|faciles?|urgents?|sans (?:justificatif|enquete|garantie|refus|banque|frais|condition|document|verification)|en (?:24|48|72|\d+|quelques|dix|cinq|deux|vingt) ?(?:h\b|heures|minutes)|aux fiches|meme (?:aux |en etant |si vous etes )?(?:fiches?|interdits?)|entre particuliers?)|(?:offres?|demandes?) de prets? entre|preteurs? particuliers?|taux (?:imbattable|le plus bas|mini\b|canon|avantageux)|meilleurs? taux|mensualites? (?:divisees?|reduites?|allegees?)|argent (?:rapide|facile|immediat|en urgence)|baisser vos mensualites|regroupez vos credits|placements? garantis?)(?![\p{L}])/u,
    topics:
      /\b(?:credits?|prets?|emprunts?|emprunter|microcredits?|mini-?credits?|mensualites?|rachats?|fiches|taux|preteurs?|financement|placements?|rendements?)\b/,
  },
  {
    tag: 'counterfeit',
    matter: /contrefa|marques?\b|luxe|maroquinerie|douane/,
    sure: /(?<![\p{L}\p{N}])(?:copies? parfaites?|qualite miroir|prix d'usine|repliques?(?: [\p{L}\p{N}'-]+){0,4}? (?:de |d'|suisses?|aaa|montres?|sacs?|luxe)|(?:montres?|sacs?|lunettes|parfums?|baskets|chaussures|sneakers|vetements)(?: [\p{L}\p{N}'-]+){0,5}? (?:repliques?|imitations?|contrefaits?|copies?|d'usine|dupes?)|(?:copies?|imitations?|repliques?)(?: [\p{L}\p{N}']+){0,3}? (?:montres?|sacs?|lunettes|parfums?|baskets|luxe|marques?|rolex|chanel|hermes)|identiques? (?:a l'|aux )origina\w+|qualite (?:aaa|miroir|1[: ]1)|imitations? parfaites?|copies? conformes? a|contrefait\w* (?:mais|de (?:belle|bonne|haute))|faux (?:billets?|papiers|permis|diplomes?|passeports?)(?: [\p{L}\p{N}']+){0,5}? (?:indetectables?|fournis?|livres?|vendus?|achet\w+)|(?:permis|diplomes?|passeports?)(?: [\p{L}\p{N}',]+){0,8}? (?:achetes?|s'achetent|s'achete|a vendre|sans (?:passer|examen|epreuve))|(?:sans|hors) (?:droits? de )?douane)(?![\p{L}])/u,
    names: names(`
      rolex breitling hublot cartier tagheuer patek omega vuitton gucci chanel hermes prada dior balenciaga versace burberry fendi moncler louboutin rayban oakley jordan yeezy
      armani guess offwhite montblanc hilfiger longchamp givenchy balmain kenzo valentino swarovski longines audemars tissot lancel bottega loewe dsquared
      nike adidas michael kors pandora tiffany ugg superdry canadagoose lacoste lvmh supreme`),
    phrases:
      /(?<![\p{L}\p{N}])(?:d'imitation|prix d'usine|sorties? (?:de l'atelier|d'usine)|sans facture|copies? parfaites?|qualite miroir|repliques?|imitations? (?:parfaite|de (?:luxe|marque|montre|sac|parfum)s?|haut)|copies? (?:conforme a l'original|de (?:sac|montre|luxe|marque)|parfaite|suisse)|qualite (?:aaa|miroir|1:1|superieure aaa)|identiques? (?:a l'|aux )origina\w+|(?:montres?|sacs?|lunettes|parfums?|baskets|chaussures|sneakers|vetements|bijoux|maroquinerie) (?:\w+ ){0,3}?(?:de (?:luxe|marque|createur)|pas chere?s?|discount|soldes?|solde[es]*|destockage|d'usine|dupes?)|(?:sans|hors) (?:droits de )?douane|(?:permis|diplomes?|passeports?|certificats?|carte d'identite) (?:\w+ ){0,4}?(?:achete|s'achete|a vendre|sans (?:passer|examen|epreuve)|authentiques?|enregistres?)|louis vuitton|ray-?ban|canada goose|air max|michael kors|tag heuer|dupes? de)(?![\p{L}])/u,
    topics:
      /\b(?:montres?|sacs?|maroquinerie|lunettes|parfums?|baskets|sneakers|doudounes?|maillots?|marques?|luxe|griffes?|contrefacons?|copies?|imitations?|repliques?|diplomes?|permis|billets|joaillerie|bijoux)\b/,
  },
  {
    tag: 'adult',
    matter: /erotique|pornograph|prostitution|sexuel/,
    sure: /(?<![\p{L}\p{N}])(?:plan cul|rencontres? (?:coquines?|libertines?|sexe|sans lendemain|adulteres?)|escort[- ]?girls?|webcam (?:sexe|coquine|live)|films? porno|femmes? (?:celibataires|chaudes?|mures?))(?![\p{L}])/u,
    names: names(
      'porn porno pornhub xvideos xhamster onlyfans chaturbate livejasmin camgirl camgirls xxx milf escortgirl escortgirls redtube youporn sextoy sextoys',
    ),
    phrases:
      /(?<![\p{L}\p{N}])(?:(?:films?|videos?|photos?|site) (?:porno|x\b|pour adultes|sexy|coquin\w*)|plan cul|rencontres? (?:coquines?|libertines?|sexe|sans lendemain|adulteres?|discretes?)|escort[- ]?girls?|webcam (?:sexe|coquine|live)|filles? (?:chaudes?|russes?|nues?)|femmes? (?:celibataires|chaudes?|mures?|russes?) (?:pres|de votre|a|en)|massages? (?:erotiques?|naturistes?)|jouets? (?:sexuels?|pour adultes))(?![\p{L}])/u,
    topics: /\b(?:erotiques?|libertins?|libertines?|coquines?|sexy|escortes?|escorts?|hentai|lingerie)\b/,
  },
]

/** Names that are also honest words or people: they count only beside a phrase, a price or another name of the trade. */
export const ambiguousNames = new Set(
  'guess valentino lancel tissot balmain kenzo omega cartier hermes dior soma unique stake cbd thc jordan nike adidas lacoste pandora supreme chanel lyrica codeine prozac amoxicilline valium cofidis sofinco cetelem botox ecstasy lsd ketamine cipro prada deca pinup poppers mdma ritaline tamoxifene prednisone misoprostol doxycycline'.split(
    ' ',
  ),
)

const strong =
  /(?<![\p{L}\p{N}])(?:sans (?:ordonnance|justificatif|engagement|visite medicale|rendez-vous|enquete|avis du medecin|prescription|formulaire|aucun document|passer (?:par|d')|frais caches|examen)|livr\w+ (?:gratuite?|rapide|discrete?|offerte?|express|a domicile|chez vous|en \w+ (?:h\b|heures|jours|semaine)|sous \w+ (?:h\b|heures|jours))|livraisons?|pas chere?s?|moins cheres?|moins chers?|(?:meilleurs?|petits?|bas|mini|excellents?) prix|prix (?:casses?|imbattables?|inferieurs?|reduits?|d'usine|mini|doux|discount|attractifs?|bas)|codes? promo|promos?\b|promotions?|soldes\b|en solde\b|soldee?s|destockages?|cliquez|commandez|achetez|profitez|jouez|gagnez|investissez|empruntez|essayez|telechargez|contactez[- ](?:nous|notre)|satisfaits? ou rembourses?|offres? (?:speciales?|exclusives?|limitees?|du moment|de (?:bienvenue|lancement))|stocks? limites?|en stock|(?:premier|1er) mois offert|\bofferts?\b|\bbonus\b|cash ?back|devis (?:gratuit|en ligne|immediat)|en (?:un|deux|trois|quelques|dix|cinq|vingt|\d+) (?:clics?|minutes|secondes)|discret(?:e|s|es|ement)?\b|discretion|(?:remises?|reductions?|rabais|economisez|jusqu'a|moins) (?:\w+ ){0,2}?\d+ ?%|- ?\d\d ?%|\d+ ?% de (?:remise|reduction|rabais|bonus)|a moitie prix|notre (?:boutique|partenaire|catalogue|entrepot|selection|plateforme|offre|opticien|application)|nos (?:offres|clients|produits|pilules|experts|conseillers|modeles|prix)|expedi(?:ee?s?|tions?)|emballages?|colis (?:discret|neutre)|paiements? (?:a la livraison|securises?|en bitcoin)|24 ?h?\/24|7 ?j?\/7|reponse (?:immediate|rapide|en|instantanee)|fortement conseille|comparateurs?|en (?:toute|une) (?:discretion|confiance)|argent facile|revenus? (?:passifs?|complementaires?)|imbattables?|incroyables?|bons? plans?|derniere chance|vite fait|garantis?\b|a petit prix|premium|vip\b|acheter (?:\w+ ){0,4}?en ligne|commander (?:\w+ ){0,4}?(?:en ligne|sur internet|sans))(?![\p{L}])/gu
const weak =
  /\ben ligne\b|\bgratuite?s?\b|\bgratuitement\b|\boffres?\b|\bcommand(?:er|e|ee?s?)\b|\bachet(?:er|e|ee?s|ent)\b|\bachats?\b|\bboutiques?\b|\bprix\b|\d ?(?:€|euros?)|\btarifs?\b|\bremises?\b|\bremboursee?\b|\brapide(?:s|ment)?\b|\bfacile(?:s|ment)?\b|\bimmediate?(?:s|ment)?\b|des (?:aujourd'hui|maintenant)|\bmeilleure?s?\b|\bpropose(?:e|s|es|nt)?\b|\bdisponibles?\b|\bvend(?:re|us?|ues?)\b|reservee?s? aux|\bdecouvr(?:ez|ir)\b|\bobtenez\b|\btrouvez\b|\bclients?\b|\bsite partenaire\b|\binternet\b|\bdernieres? tendances?\b|\bqualite\b|\bpartenaires?\b|\bcomparer\b/g

/** How much a sentence sounds like a shop: 2 for each strong turn, a half for each weak one (2 at most). Takes a folded text. */
export const commercialTone = (folded: string): number => {
  const count = (pattern: RegExp) => new Set(Array.from(folded.matchAll(pattern), (match) => match[0])).size
  return 2 * count(strong) + Math.min(2, count(weak) / 2)
}
