/**
 * Words of a pass phrase: known, short, concrete, without accents so that any keyboard has them. Chosen by hand for this program,
 * from no other list. Seven of them: about 65 bits.
 */
export const WORDS: readonly string[] = `
  abeille abricot accord acier affiche agneau aiguille aile aimant album algue allumette alouette amande ambre ami
  ampoule ananas ancre anguille anneau antenne appareil arbre arche ardoise argile armoire arrosoir artisan aspirine
  assiette astre atelier atlas aube aurore automne avenue averse avion avocat avril bagage bague balai balcon baleine
  balle ballon bambou banane bandeau banque baobab barque barrage basilic bassin bateau battement bavard bazar beignet
  belette berceau berger beurre biberon biche bicyclette bijou billet biscuit bison bitume blason bleuet bocal boisson
  bonbon bonnet bordure bosse botte bouc bouche boucle bougie boulanger boussole bouteille bouton branche brasier
  brebis brioche brique brise brochure bronze brosse brouette brume buisson bulle bureau cabane cabine cacao cactus
  cadeau cadran cahier caillou caisse calcul calendrier calme camion canal canard canoe canton capitaine caravane
  carnet carotte carreau cartable carton cascade casque castor cave cerf cerise chaise chaleur chameau champ chanson
  chapeau charbon chardon chariot charrue chat chaudron chemin chemise cheval chevalet chiffre chocolat chorale chou
  cible cidre cigale cigogne cirque citron clairon clarinette classe clavier cloche clou cochon coffre colline colombe
  colonne comptoir concert copain coquille corail corbeau corde cornet coton couloir coupe courage couteau couvert
  crabe craie crapaud cravate crayon cristal crocodile cuisine cuivre culture cygne dauphin dentelle dessin diamant
  dimanche dindon disque docteur domino dossier douane dragon drapeau droit dune eau eclair ecorce ecran ecureuil
  ecurie eglise elan elastique elephant encre enfant enveloppe epaule epice epingle equipe erable escalier escargot
  espace essaim estrade etable etage etang etoile fable facteur faisan falaise famille fanfare farine faucon fauteuil
  fenouil ferme festival feuille fibre ficelle figue figure filet flacon flamme fleur fleuve flocon flute foin
  fontaine foret forge fougere foulard four fourmi fraise framboise frein frigo frise fromage fruit fusain fusil galet
  galop garage gardien gare gazelle gazon genou geranium gerbe girafe givre glace gomme gorille goudron gourde
  gouvernail graine grange granit grappe gravure grelot grenier grenouille grillon grive groseille grotte gui guitare
  hache haie hameau hamster hangar haricot harpe helice herbe herisson hermine heron hetre hibou hirondelle histoire
  hiver homard horizon horloge houle houx huile huit humour igname iguane ile image indigo insecte instrument ivoire
  jambon janvier jardin jasmin jaune javelot jetee jeudi jockey jonc jonquille jouet journal juge juillet jument
  jungle jupe kaki kayak kilo kiosque kiwi lacet lagune laine lait lama lampe langue lanterne lapin lavande lecture
  legume lessive lettre levier lezard librairie lien lierre lievre lilas lime linge lion liquide litre livre
  locomotive loupe loutre lueur lundi lune lustre lutin lynx machine magasin magie mai maillot mairie maison mallette
  manche mandarine mangue manteau marbre marche mardi marelle marguerite marmite marron marteau masque matelas matin
  meduse melon menhir menthe menuisier merle mesure meteo metier meuble miel mil millet mimosa minute miroir moineau
  moisson montagne montre morceau moteur mouche mouette moufle moulin mousse mouton muguet mulet muraille musee
  musique myrtille nacre nageoire nappe natte navet navire neige nenuphar nid noisette noix novembre nuage oasis ocean
  octobre odeur oeillet oiseau olive ombre ombrelle oncle orage orange orchestre ordre oreille orge orgue origan
  ormeau ortie osier outil ouvrage paille pain palais palette palme palmier panda panier panneau pantalon papaye
  papier papillon parasol parc parfum parole partage passage pastel pastille patate patience patin pavillon paysage
  peigne peinture pelican pelle peluche pendule pensee perche perle perroquet persil phare phoque photo piano pierre
  pigeon pilote piment pin pinceau pingouin pioche pipeau piscine pistache pivoine placard plage plaine planche
  planete plante platane plateau pluie plume poche poele poeme poire poireau poisson poivre pollen pomme pompe pompier
  poney pont porte portrait potager poterie potiron poule poulie poupee poutre prairie praline prune puits pupitre
  puzzle pyramide quai quartier quartz quiche quille quinoa racine radeau radio radis rail raisin rameau rampe
  raquette rayon recette recolte recueil refrain regard regle renard renne repas requin reseau ressort reveil revue
  riviere riz robe robinet roche roman ronde rose roseau rosee rossignol roue roulotte route ruban ruche rue ruisseau
  sable sabot safran saison salade salle samedi sandale sapin sardine saule saumon savane savon saxophone scarabee
  scie seau seigle semelle semence sentier serpent serviette sifflet sillon singe sirop sittelle soie soir soleil
  sommet sorgho souche soulier soupe source souris stylo sucre sureau table tableau tablier talus tambour tamis tapis
  tartine tasse taupe taureau tempete tenaille terrasse terrier theatre thym tiroir tisane tissu toboggan toile toit
  tomate tonneau tonnerre torche tortue toucan toupie tournesol train tramway tresse tribune tricot trombone trompette
  tronc trousse truite tuile tulipe tunnel turbine univers usine ustensile vague valise vallon vanille vapeur vase
  velo velours vendredi vent verger vernis verre veste viaduc vigne village ville violette violon virage visage
  vitrail vitre voile voisin voiture volcan volet voyage voyelle wagon yaourt zebre zeste zinc`
  .trim()
  .split(/\s+/)
